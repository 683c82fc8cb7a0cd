import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { NixsmithError } from "../../../errors.js";
import type { IgnoreEntry } from "../report/ignore-file.js";
import type { Input } from "./input.js";

/** What stands beside the flake or package. */
const usualFile = "nixsmith-ignore.yaml";

/** The ignore file of each side, by the same name; a file that is not there lets nothing pass. */
export interface Waivers {
  readonly base: readonly IgnoreEntry[];
  /** Undefined for a file that cannot be read as one: nobody knows what it will let pass. */
  readonly head: readonly IgnoreEntry[] | undefined;
}

/**
 * Reads what may pass. It is the base that says so: whoever asks for a review does not decide what is looked at.
 * @param asked a file that has to be there; outside of what is compared it is read as it is
 * @throws {NixsmithError} where the base's is missing although asked for, or is no ignore file
 */
export async function readWaivers(
  base: Input,
  head: Input,
  asked: string | undefined,
  cwd: string,
): Promise<Waivers> {
  const name = asked ?? usualFile;
  if (asked !== undefined && (base.kind !== "git" || !isBelow(base.repository.top, resolve(cwd, asked)))) {
    const entries = await parse(await readFile(resolve(cwd, asked), "utf8"), asked);
    return { base: entries, head: entries };
  }
  const [before, after] = [await textAt(base, name, cwd), await textAt(head, name, cwd)];
  if (asked !== undefined && before === undefined)
    throw new NixsmithError(`${base.kind === "git" ? base.ref : "the base"} has no ${asked}`, {
      expected: "an ignore file that the base has: what a change brings along lets nothing pass",
      mend: `merge ${asked} by itself first, or leave --ignore out`,
    });
  const where = base.kind === "git" ? `${base.ref}:${name}` : name;
  return { base: await parse(before, where), head: await parse(after, name).catch(refused) };
}

function refused(error: unknown): undefined {
  if (error instanceof NixsmithError) return undefined;
  throw error;
}

async function parse(text: string | undefined, where: string): Promise<readonly IgnoreEntry[]> {
  if (text === undefined) return [];
  return (await import("../report/ignore-file.js")).parseIgnoreFile(text, where);
}

const isBelow = (top: string, path: string): boolean => {
  const way = relative(top, path);
  return !way.startsWith("..") && !isAbsolute(way);
};

async function textAt(input: Input, name: string, cwd: string): Promise<string | undefined> {
  switch (input.kind) {
    case "nothing":
    case "schema":
      return undefined;
    case "git": {
      const { repository, ref } = input;
      const path = relative(repository.top, resolve(cwd, name));
      const [text] = await repository.place(ref).read([path]);
      return text;
    }
    case "path": {
      const path = resolve(cwd, input.path);
      const places = [path, dirname(path), ...(input.isWorkingTree ? [cwd] : [])];
      const file = places.map((place) => resolve(place, name)).find((one) => existsSync(one));
      return file === undefined ? undefined : readFile(file, "utf8");
    }
  }
}
