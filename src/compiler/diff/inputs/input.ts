import { existsSync } from "node:fs";
import { join, normalize, relative, resolve } from "node:path";
import { NixsmithError } from "../../../errors.js";
import { Repository, wantedForms } from "./git.js";
import type { Versioned } from "./schema.js";

/** A program by its name, if there is one of that name. */
export type FindProgram = (name: string) => Promise<Versioned | undefined>;

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

/** @throws {NixsmithError} for a word that names nothing, or two things */
export async function parseInput(text: string, cwd: string, find: FindProgram): Promise<Input> {
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

/** What is compared with a base where nothing else is said. */
export function workingTree(base: Input, cwd: string): Input {
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
