import { basename, dirname, resolve } from "node:path";
import { NixsmithError } from "../../../errors.js";
import type { Side } from "../engine/side.js";
import type { IgnoreEntry } from "../report/ignore-file.js";
import { directoryPlace } from "./directory.js";
import { type FindProgram, type Input, parseInput, workingTree } from "./input.js";
import { readAt } from "./tree.js";
import { readWaivers } from "./waivers.js";

/** The two sides of a comparison, and what their reader should know about them. */
export interface Sides {
  readonly base: Side;
  readonly head: Side;
  readonly notes: readonly string[];
  /** What the base lets pass. */
  readonly ignore: readonly IgnoreEntry[];
}

/**
 * Reads what `nixsmith diff BASE [HEAD]` names. Without HEAD it is the working tree, or the version of the program that
 * is held where BASE is another one.
 * @param ignore the ignore file, where it is not the usual one
 * @throws {NixsmithError} where one of them cannot be read
 */
export async function readSides(
  base: string,
  head: string | undefined,
  cwd: string,
  find: FindProgram,
  ignore?: string,
): Promise<Sides> {
  const from = await parseInput(base, cwd, find);
  const to = head === undefined ? workingTree(from, cwd) : await parseInput(head, cwd, find);
  const [before, after] = [await read(from, cwd), await read(to, cwd)];
  refuseApart(placed(from, before, cwd), placed(to, after, cwd));
  const waivers = await readWaivers(from, to, ignore, cwd);
  return {
    base: { ...before, waivers: waivers.base },
    head: { ...after, waivers: waivers.head ?? "unreadable" },
    notes: dirtyNote(to),
    ignore: waivers.base,
  };
}

/** Where a tree was found. */
interface Placed {
  readonly name: string;
  /** Absolute; of a commit as if it was checked out. */
  readonly path: string;
  /** What was looked for in it: empty, or `modules/`. */
  readonly home: string;
}

/** Nothing for what is no tree. */
function placed(input: Input, { name, directory }: Side, cwd: string): Placed | undefined {
  if (directory === undefined) return undefined;
  switch (input.kind) {
    case "nothing":
    case "schema":
      return undefined;
    case "git": {
      const home = input.path === "" ? directory : directory.slice(input.path.length + 1);
      return { name, path: resolve(input.repository.top, directory), home };
    }
    case "path":
      return { name, path: resolve(cwd, input.path, directory), home: directory };
  }
}

/**
 * A tree that is put where nothing was, in front of the one that is used, would be compared in its place.
 * @throws {NixsmithError} for trees of which one was found in `modules/` and the other was not, unless they lie in one place
 */
function refuseApart(base: Placed | undefined, head: Placed | undefined): void {
  if (base === undefined || head === undefined || base.home === head.home || base.path === head.path) return;
  const found = ({ name, home }: Placed): string => `${home === "" ? "at the top" : `in ${home}`} of ${name}`;
  throw new NixsmithError(`the tree lies ${found(base)}, and ${found(head)}`, {
    expected: "both trees in one place: whatever reads the modules may read those that are not compared",
    mend: "say which trees are meant, such as `nixsmith diff main:modules modules`",
  });
}

async function read(input: Input, cwd: string): Promise<Side> {
  switch (input.kind) {
    case "nothing":
      return { name: "nothing", options: new Map() };
    case "schema":
      // Importers are a lot of code, and few comparisons want them.
      return (await import("./schema.js")).readSchemaVersion(input.program, input.version);
    case "git":
      return readAt(input.repository.place(input.ref), input.path, input.name);
    case "path":
      return readPath(resolve(cwd, input.path), input);
  }
}

async function readPath(
  path: string,
  { path: shown, name }: { readonly path: string; readonly name: string },
): Promise<Side> {
  const place = directoryPlace(path, shown);
  if ((await place.kind("")) === "directory") return readAt(place, "", name);
  return readAt(directoryPlace(dirname(path), dirname(shown)), basename(path), name);
}

/** Who names a commit as HEAD may not mean to leave out what is not committed yet. */
function dirtyNote(head: Input): readonly string[] {
  if (head.kind !== "git" || !head.repository.isDirty(head.path)) return [];
  return [`there are uncommitted changes, which ${head.ref} does not have; leave HEAD out to compare them`];
}
