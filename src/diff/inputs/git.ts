import { execa } from "execa";
import { NixsmithError } from "../../errors.js";
import type { Place } from "./place.js";
import { decodeText, largestFile, refuseLarge } from "./text.js";

export const wantedForms =
  "a git ref (main, HEAD~1, main:path), a directory, a file (nixsmith.json, options.json), or a schema version (pi@1.5.2)";

/** The git repository that a directory lies in. */
export class Repository {
  private constructor(
    private readonly cwd: string,
    /** Absolute path of the work tree. */
    readonly top: string,
    /** Path of the directory in the work tree: empty, or ending with `/`. */
    readonly prefix: string,
  ) {}

  /** @throws {NixsmithError} without git, or outside a repository */
  static async at(cwd: string, wanted: string): Promise<Repository> {
    const { stdout, exitCode, stderr } = await git(cwd, ["rev-parse", "--show-toplevel", "--show-prefix"]);
    if (exitCode === 0) {
      const [top = "", prefix = ""] = stdout.split("\n");
      return new Repository(cwd, top, prefix);
    }
    throw new NixsmithError(
      `${wanted} is no file here, and git cannot look for it: ${stderr.split("\n")[0]}`,
      {
        where: cwd,
        expected: wantedForms,
      },
    );
  }

  /** The object name of the tree that a ref stands for, if it stands for one. */
  async treeOf(ref: string): Promise<string | undefined> {
    const { stdout, exitCode } = await git(this.cwd, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{tree}`,
    ]);
    return exitCode === 0 ? stdout.trim() : undefined;
  }

  /** @throws {NixsmithError} where the ref is unknown */
  async place(ref: string): Promise<Place> {
    const tree = await this.treeOf(ref);
    if (tree === undefined) throw await this.unknown(ref);
    return treePlace(this.cwd, tree, (path) => `${ref}:${path}`);
  }

  private async unknown(ref: string): Promise<NixsmithError> {
    const shallow = await git(this.cwd, ["rev-parse", "--is-shallow-repository"]);
    const remote = await this.treeOf(`origin/${ref}`);
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
  async isDirty(path: string): Promise<boolean> {
    const { stdout } = await git(this.top, ["status", "--porcelain", "--", path === "" ? "." : path]);
    return stdout !== "";
  }
}

function treePlace(cwd: string, tree: string, name: Place["name"]): Place {
  const check = async (path: string): Promise<string> => {
    const object = path === "" || path === "." ? tree : `${tree}:${path}`;
    const { stdout, exitCode } = await git(cwd, ["cat-file", "-t", object]);
    return exitCode === 0 ? stdout.trim() : "";
  };
  return {
    name,
    kind: async (path) => {
      const type = await check(path);
      if (type === "tree") return "directory";
      return type === "blob" ? "file" : undefined;
    },
    read: (paths) => readBlobs(cwd, tree, paths, name),
  };
}

/** All files by one `git cat-file --batch`, their sizes looked at first. */
async function readBlobs(
  cwd: string,
  tree: string,
  paths: readonly string[],
  name: Place["name"],
): Promise<readonly (string | undefined)[]> {
  const input = paths.map((path) => `${tree}:${path}\n`).join("");
  const sizes = await git(cwd, ["cat-file", "--batch-check=%(objecttype) %(objectsize)"], input);
  const known = sizes.stdout.split("\n").map((line) => /^blob (\d+)$/.exec(line)?.[1]);
  for (const [at, path] of paths.entries()) refuseLarge(Number(known[at] ?? 0), name(path));
  const { stdout } = await execa("git", ["cat-file", "--batch"], {
    cwd,
    input,
    encoding: "buffer",
    maxBuffer: largestFile * 2,
  });
  return readBatch(stdout, paths, name);
}

/** Each answer is `<object> <type> <size>`, a line break, the content and another line break; or `<name> missing`. */
function readBatch(
  output: Uint8Array,
  paths: readonly string[],
  name: Place["name"],
): readonly (string | undefined)[] {
  let at = 0;
  return paths.map((path) => {
    const end = output.indexOf(10, at);
    const header = new TextDecoder().decode(output.subarray(at, end));
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
    at = end + 1;
    if (size === undefined) return undefined;
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return type === "blob" ? decodeText(content, name(path)) : undefined;
  });
}

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

async function git(cwd: string, args: readonly string[], input = ""): Promise<Answer> {
  const { stdout, stderr, exitCode } = await execa("git", args, { cwd, input, reject: false });
  if (exitCode === undefined) throw new NixsmithError("git could not be run", { mend: "install git" });
  return { stdout, stderr, exitCode };
}
