import { createHash } from "node:crypto";
import { NixsmithError } from "../../../errors.js";

/** Bytes. NixOS' own options.json has about 12 MB; what is far larger is something else. */
const largestFile = 64 * 1024 * 1024;

/** @throws {NixsmithError} for what is too large to be a file of a tree; `where` is how the user named it */
export function refuseLarge(size: number, where: string): void {
  if (size <= largestFile) return;
  throw new NixsmithError(`the file has ${size} bytes`, {
    where,
    expected: `at most ${largestFile} bytes of text`,
  });
}

/** SHA-256 of whatever a file holds, in hexadecimal. */
export const digestOf = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

/** A byte order mark is kept: Nix refuses it, and to a shell it is a part of the first word. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The name of an entry, beside which no other entry may look the same.
 * @throws {NixsmithError} for what is no UTF-8 text on one line; `where` is the directory, or the commit
 */
export function decodeName(bytes: Uint8Array, where: string): string {
  const name = decodeText(bytes, `${where}, the name of an entry`);
  if (!/\p{Cc}/u.test(name)) return name;
  throw new NixsmithError(`the name of an entry has control characters: ${JSON.stringify(name)}`, {
    where,
    expected: "a name on one line, as those of files that can be compared",
    mend: "rename it, or take it out of the tree",
  });
}

/** @throws {NixsmithError} for what is no UTF-8 text */
export function decodeText(bytes: Uint8Array, where: string): string {
  if (bytes.includes(0)) throw new NixsmithError("this is a binary file", { where, expected: "UTF-8 text" });
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new NixsmithError("this is not UTF-8 text", { where, expected: "UTF-8 text", cause });
  }
}

/** @throws {NixsmithError} for what is no JSON, with the reason that is likeliest */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (/^(<{7}|>{7}) /m.test(text))
      throw new NixsmithError("the file holds an unresolved merge", {
        where,
        mend: "resolve it, for a generated file by `nixsmith generate`",
        cause,
      });
    throw new NixsmithError(`this is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      where,
      expected: "nixsmith.json or options.json",
      cause,
    });
  }
}
