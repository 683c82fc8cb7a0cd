import { spawnSync } from "node:child_process";
import { NixsmithError } from "../../../errors.js";
import type { Mode, Place } from "./place.js";
import { decodeName, decodeText, digestOf, refuseLarge } from "./text.js";

export const wantedForms =
  "a git ref (main, HEAD~1, main:path), a directory, a file (nixsmith.json, options.json), or a schema version (NAME@VERSION)";

/** The git repository that a directory lies in. */
export class Repository {
  private constructor(
    private readonly cwd: string,
    /** Absolute path of the work tree. */
    readonly top: string,
    /** Path of the directory in the work tree: empty, or ending with `/`. */
    readonly prefix: string,
  ) {}

  /** @throws {NixsmithError} without git, or outside a repository; `wanted` is what is looked for in it */
  static at(cwd: string, wanted: string): Repository {
    const { stdout, exitCode, stderr } = git(cwd, ["rev-parse", "--show-toplevel", "--show-prefix"]);
    if (exitCode === 0) {
      const [top = "", prefix = ""] = stdout.split("\n");
      return new Repository(cwd, top, prefix);
    }
    const [reason] = stderr.split("\n");
    throw new NixsmithError(`${wanted} is no file here, and git cannot look for it: ${reason}`, {
      where: cwd,
      expected: wantedForms,
    });
  }

  /** Nothing without git, or outside a repository. */
  static around(cwd: string): Repository | undefined {
    try {
      return Repository.at(cwd, "");
    } catch (error) {
      if (error instanceof NixsmithError) return undefined;
      throw error;
    }
  }

  /** The object name of the tree that a ref stands for, if it stands for one. */
  treeOf(ref: string): string | undefined {
    const { stdout, exitCode } = git(this.cwd, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{tree}`,
    ]);
    return exitCode === 0 ? stdout.trim() : undefined;
  }

  /** @throws {NixsmithError} where the ref is unknown */
  place(ref: string): Place {
    const tree = this.treeOf(ref);
    if (tree === undefined) throw this.unknown(ref);
    return treePlace(this.cwd, tree, (path) => `${ref}:${path}`);
  }

  private unknown(ref: string): NixsmithError {
    const shallow = git(this.cwd, ["rev-parse", "--is-shallow-repository"]);
    const remote = this.treeOf(`origin/${ref}`);
    return new NixsmithError(`${ref} is neither a file here nor a commit that this repository has`, {
      expected: wantedForms,
      ...(remote !== undefined
        ? { mend: `write origin/${ref}` }
        : shallow.stdout.trim() === "true"
          ? { mend: "this clone is shallow: run `git fetch --unshallow` (in a workflow: fetch-depth: 0)" }
          : {}),
    });
  }

  /** Whether files below a path differ from the last commit. */
  isDirty(path: string): boolean {
    const { stdout } = git(this.top, ["status", "--porcelain", "--", path === "" ? "." : path]);
    return stdout !== "";
  }
}

function treePlace(cwd: string, tree: string, name: Place["name"]): Place {
  const check = (path: string): string => {
    const object = path === "" || path === "." ? tree : `${tree}:${path}`;
    const { stdout, exitCode } = git(cwd, ["cat-file", "-t", object]);
    return exitCode === 0 ? stdout.trim() : "";
  };
  return {
    name,
    kind: async (path) => {
      const type = check(path);
      if (type === "tree") return "directory";
      return type === "blob" ? "file" : undefined;
    },
    isTop: async (path) => path === "",
    read: async (paths) =>
      readBlobs(cwd, tree, paths, name).map((bytes, at) =>
        bytes === undefined ? undefined : decodeText(bytes, name(paths[at] ?? "")),
      ),
    list: async (paths) => new Map(paths.flatMap((path) => entries(cwd, tree, path, name))),
    // What is no file is a commit of another repository, and has no content here but its name.
    digest: async (paths) =>
      readBlobs(cwd, tree, paths, name).map((bytes, at) =>
        digestOf(bytes ?? git(cwd, ["rev-parse", `${tree}:${paths[at]}`]).stdout),
      ),
  };
}

/** As git-ls-tree(1) prints them: `<mode> <type> <object>`, a tab, the path and a zero byte. */
function entries(
  cwd: string,
  tree: string,
  path: string,
  name: Place["name"],
): readonly (readonly [string, Mode])[] {
  const below = path === "" || path === "." ? [] : ["--", path];
  const { stdout } = run(cwd, ["ls-tree", "-r", "-z", "--full-tree", tree, ...below], "");
  // A letter for each byte: names need be no text.
  const lines = Buffer.from(stdout).toString("latin1").split("\0").slice(0, -1);
  return lines.map((line) => [
    decodeName(Buffer.from(line.slice(line.indexOf("\t") + 1), "latin1"), name(path)),
    modes[line.slice(0, line.indexOf(" "))] ?? "other",
  ]);
}

const modes: Readonly<Record<string, Mode>> = { "100644": "file", "100755": "executable", "120000": "link" };

/** All files by one `git cat-file --batch`, their sizes looked at first. */
function readBlobs(
  cwd: string,
  tree: string,
  paths: readonly string[],
  name: Place["name"],
): readonly (Uint8Array | undefined)[] {
  const input = paths.map((path) => `${tree}:${path}\n`).join("");
  const sizes = git(cwd, ["cat-file", "--batch-check=%(objecttype) %(objectsize)"], input);
  const known = sizes.stdout.split("\n").map((line) => Number(/^blob (\d+)$/.exec(line)?.[1] ?? 0));
  for (const [at, path] of paths.entries()) refuseLarge(known[at] ?? 0, name(path));
  const { stdout } = run(cwd, ["cat-file", "--batch"], input);
  return readBatch(stdout, paths);
}

/** Each answer is `<object> <type> <size>`, a line break, the content and another line break; or `<name> missing`. */
function readBatch(output: Uint8Array, paths: readonly string[]): readonly (Uint8Array | undefined)[] {
  let at = 0;
  return paths.map(() => {
    const end = output.indexOf(10, at);
    const header = new TextDecoder().decode(output.subarray(at, end));
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
    at = end + 1;
    if (size === undefined) return undefined;
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return type === "blob" ? content : undefined;
  });
}

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

function git(cwd: string, args: readonly string[], input = ""): Answer {
  const { stdout, stderr, status } = run(cwd, args, input);
  return { stdout: String(stdout), stderr: String(stderr), exitCode: status };
}

interface Run {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly status: number;
}

function run(cwd: string, args: readonly string[], input: string): Run {
  const { stdout, stderr, status, error } = spawnSync("git", args, { cwd, input, maxBuffer: Infinity });
  if (status !== null) return { stdout, stderr, status };
  throw new NixsmithError("git could not be run", { mend: "install git", cause: error });
}
