import { existsSync } from "node:fs";
import { basename, dirname, join, normalize, relative, resolve } from "node:path";
import { NixsmithError } from "../../../errors.js";
import type { IgnoreEntry } from "../ignore.js";
import type { Side } from "../side.js";
import { directoryPlace } from "./directory.js";
import { Repository, wantedForms } from "./git.js";
import type { Versioned } from "./schema.js";
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

/** A program by its name, if there is one of that name. */
export type FindProgram = (name: string) => Promise<Versioned | undefined>;

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
  const from = await parse(base, cwd, find);
  const to = head === undefined ? workingTree(from, cwd) : await parse(head, cwd, find);
  const [before, after] = [await read(from, cwd), await read(to, cwd)];
  const waivers = await readWaivers(from, to, ignore, cwd);
  return {
    base: { ...before, waivers: waivers.base },
    head: { ...after, waivers: waivers.head ?? "unreadable" },
    notes: dirtyNote(to),
    ignore: waivers.base,
  };
}

/** What a word on the command line stands for. */
export type Input =
  /** What git gives to a diff driver for a file that a commit does not have. */
  | { readonly kind: "nothing" }
  | { readonly kind: "schema"; readonly program: Versioned; readonly version?: string }
  | {
      readonly kind: "path";
      readonly path: string;
      readonly name: string;
      /** Nobody has named it: it is where the user stands. */
      readonly isWorkingTree?: true;
    }
  | {
      readonly kind: "git";
      readonly repository: Repository;
      readonly ref: string;
      readonly path: string;
      readonly name: string;
    };

/** `NAME@1.5.2`, or `NAME` for the version that is held; git has `main@{1}`, which is none. */
const schemaVersion = /^([\w-]+)(?:@([\w.+-]+))?$/;

async function parse(text: string, cwd: string, find: FindProgram): Promise<Input> {
  // A variable that a workflow has not set; the current directory compared with itself would pass.
  if (text === "")
    throw new NixsmithError("what to compare is an empty word", { where: cwd, expected: wantedForms });
  const [, name, version] = schemaVersion.exec(text) ?? [];
  const program = name === undefined ? undefined : await find(name);
  if (program !== undefined)
    return { kind: "schema", program, ...(version === undefined ? {} : { version }) };
  return parsePlace(text, cwd);
}

function parsePlace(text: string, cwd: string): Input {
  if (text === "/dev/null") return { kind: "nothing" };
  const exists = existsSync(resolve(cwd, text));
  if (exists && /^(\.{0,2}\/|\.{1,2}$)/.test(text)) return { kind: "path", path: text, name: text };
  const colon = text.indexOf(":");
  if (exists && colon === -1) return pathOrRef(text, cwd);
  const repository = Repository.at(cwd, text);
  if (colon === -1)
    return { kind: "git", repository, ref: text, path: repository.prefix.replace(/\/$/, ""), name: text };
  const [ref, path] = [text.slice(0, colon), text.slice(colon + 1)];
  return { kind: "git", repository, ref, path: fromTop(path, repository), name: text };
}

/** As git has it: `./` and `../` begin at the directory that one stands in, everything else at the top. */
function fromTop(path: string, { prefix }: Repository): string {
  const whole = normalize(/^\.{1,2}(\/|$)/.test(path) ? join(prefix, path) : path).replace(/\/$/, "");
  return whole === "." ? "" : whole;
}

/** A name that is a file and a ref at once is neither until the user says which. */
function pathOrRef(text: string, cwd: string): Input {
  if (Repository.around(cwd)?.treeOf(text) !== undefined)
    throw new NixsmithError(`${text} is a file or directory here, and a git ref`, {
      expected: wantedForms,
      mend: `write ./${text} for the file, or ${text}: for the ref`,
    });
  return { kind: "path", path: text, name: text };
}

function workingTree(base: Input, cwd: string): Input {
  switch (base.kind) {
    case "schema":
      return { kind: "schema", program: base.program };
    case "path":
    case "nothing":
      return { kind: "path", path: ".", name: "the working tree", isWorkingTree: true };
    case "git":
      return {
        kind: "path",
        path: relative(cwd, join(base.repository.top, base.path)) || ".",
        name: "the working tree",
        isWorkingTree: true,
      };
  }
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
