import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { NixsmithError } from "../../errors.js";

/** Bytes. A host file is a page of text; what is larger is something else, and YAML readers are easily exhausted. */
const largest = 64 * 1024;

/**
 * The text of a host file; `file` is how the user named it.
 * @throws {NixsmithError} for what is missing, no file, too large, or no text
 */
export function readSource(path: string, file: string): string {
  const descriptor = open(path);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw refused(file, "this is a directory");
    if (!stats.isFile()) throw refused(file, "this is not a regular file");
    if (stats.size > largest) throw refused(file, `the file is larger than ${largest} bytes`);
    return decode(readFileSync(descriptor), file);
  } finally {
    closeSync(descriptor);
  }
}

function open(path: string): number {
  try {
    // Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new NixsmithError("no such file or directory", {
      where: path,
      expected: "a host file, which is YAML text",
      mend: "correct the path, or begin a host: nixsmith init --as host",
      cause: error,
    });
  }
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.includes(0)) throw refused(file, "this is a binary file");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refused(file, "this is not UTF-8 text");
  }
}

function refused(where: string, what: string): NixsmithError {
  return new NixsmithError(`${what}; expected a host file, which is YAML text`, { where });
}
