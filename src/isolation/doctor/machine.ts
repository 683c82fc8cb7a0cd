import { constants } from "node:fs";
import { access, readdir, readFile } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { execa } from "execa";

/** What a check may ask of a machine. Everything that a check knows comes from here, so that answers can be recorded. */
export interface Machine {
  /** Effective uid; 0 sees what others cannot. */
  readonly uid: number;
  readonly user: string;
  /** Standard output of a program; its messages are in English. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Answer>;
  /** The text of a file. */
  readonly read: (path: string) => Promise<Answer>;
  /** The names in a directory, sorted, one a line. */
  readonly list: (path: string) => Promise<Answer>;
  /** Every place on PATH where a command stands, the first one first, one a line. */
  readonly find: (command: string) => Promise<Answer>;
}

export type Answer =
  | { readonly kind: "text"; readonly text: string }
  /** There is no such file or program. */
  | { readonly kind: "absent" }
  /** There may be one, but this user may not look. */
  | { readonly kind: "denied" }
  /** The program ended badly; its last words. */
  | { readonly kind: "failed"; readonly text: string };

/** The machine that this runs on. Programs get no standard input, and a minute. */
export function thisMachine(path: string, user: string): Machine {
  return {
    uid: process.geteuid?.() ?? -1,
    user,
    run: async (program, ...args) => {
      const { stdout, stderr, failed, code } = await execa(program, [...args], {
        env: { LC_ALL: "C", PATH: path },
        stdin: "ignore",
        reject: false,
        timeout: 60_000,
      });
      if (!failed) return { kind: "text", text: stdout };
      if (code === "ENOENT") return { kind: "absent" };
      if (code === "EACCES") return { kind: "denied" };
      return { kind: "failed", text: stderr.trim() || stdout.trim() };
    },
    read: (file) => answer(() => readFile(file, "utf8")),
    list: (directory) => answer(async () => (await readdir(directory)).sort().join("\n")),
    find: (command) => answer(() => placesOf(command, path)),
  };
}

async function answer(look: () => Promise<string>): Promise<Answer> {
  try {
    return { kind: "text", text: await look() };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "absent" };
    if (code === "EACCES" || code === "EPERM") return { kind: "denied" };
    return { kind: "failed", text: String(error) };
  }
}

async function placesOf(command: string, path: string): Promise<string> {
  const found: string[] = [];
  for (const directory of path.split(delimiter).filter((one) => isAbsolute(one))) {
    const place = join(directory, command);
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere && !found.includes(place)) found.push(place);
  }
  return found.join("\n");
}

/** Whether a program such as stat(1) says that nothing has the name that it was given; what should lead there may be a file. */
export function isMissing(answer: Answer): boolean {
  return answer.kind === "failed" && /: (?:No such file or|Not a) directory$/.test(answer.text);
}

/** The lines of an answer; none where there is no text. */
export function linesOf(answer: Answer): readonly string[] {
  return answer.kind === "text" ? answer.text.split("\n").filter((line) => line !== "") : [];
}
