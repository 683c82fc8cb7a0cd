import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, relative, resolve } from "node:path";
import { builtins, defaultProgram } from "../../../schema/index.js";
import { compare } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import type { Program } from "../../compiler/program/types.js";
import { readHostFile } from "../../isolation/host/load.js";
import { render as renderHost } from "../../isolation/render/render.js";
import { shellWord } from "../../shell-word.js";
import { builtin, hostOptionsOf } from "../declaration/programs.js";
import { type Advice, adviceFor, nextCommand } from "../init/repository/advice.js";
import { type Given, kindOf, namesOf, programsOf } from "../init/repository/answers.js";
import { type Kind, readRepository } from "../init/repository/flake.js";
import { guide, type HostNames, type StarterFile, starterFiles } from "../init/repository/starter.js";
import type { Io } from "./io.js";

export interface InitOptions extends Given {
  readonly json?: true;
}

/** `nixsmith init`: makes the files that a repository begins with, and never touches one that is there. */
export async function init(directory: string, options: InitOptions, io: Io): Promise<number> {
  const root = resolve(io.cwd, directory);
  const flake = join(root, "flake.nix");
  const hasFlake = existsSync(flake);
  const repository = readRepository(hasFlake ? readFileSync(flake, "utf8") : "");
  const kind = await kindOf(options, repository, io.ask);
  const names = kind === "host" ? await namesOf(options, repository, userInfo().username, io.ask) : guide;
  const wanted =
    kind === "host" ? [defaultProgram] : await programsOf(options, Object.keys(builtins), io.ask);
  const programs = await Promise.all(wanted.map(builtin));

  const files = compare(root, await starters(kind, names, programs, hasFlake));
  const missing = files.filter(({ status }) => status === "missing");
  write(root, missing, false);

  const result = {
    kind,
    made: missing.map(({ path }) => path),
    kept: [
      ...(hasFlake ? ["flake.nix"] : []),
      ...files.filter(({ status }) => status !== "missing").map(({ path }) => path),
    ],
    add: hasFlake ? adviceFor(kind, names, programs) : [],
    next: [
      ...(root === io.cwd ? [] : [`cd ${shellWord(relative(io.cwd, root))}`]),
      nextCommand(kind, names),
    ].join(" && "),
  };
  if (options.json === true) io.out(`${JSON.stringify(result, null, 2)}\n`);
  else {
    for (const path of result.made) io.out(`${path}\n`);
    io.err(said(result, io));
  }
  return 0;
}

/** @throws {HostFileError} where what was said cannot be: a host that is refused is not begun */
async function starters(
  kind: Kind,
  names: HostNames,
  programs: readonly Program[],
  hasFlake: boolean,
): Promise<readonly StarterFile[]> {
  const example = await builtin(defaultProgram);
  const set = await hostOptionsOf([example]);
  const files = starterFiles(kind, names, { example, programs }, hasFlake);
  for (const { path, content } of files.filter((file) => file.path.endsWith(".yaml"))) {
    renderHost(readHostFile(content, path, set));
  }
  return files;
}

interface Result {
  readonly made: readonly string[];
  readonly kept: readonly string[];
  readonly add: readonly Advice[];
  readonly next: string;
}

function said({ made, kept, add, next }: Result, { colours: { err } }: Io): string {
  return [
    made.length === 0 ? "nothing to make" : `${made.length} made`,
    ...(kept.length === 0 ? [] : [`left as they are: ${kept.join(", ")}`]),
    ...add.flatMap(({ file, lines }) => [`to add to ${file}:`, ...lines.map((line) => `  ${line}`)]),
    `next: ${err.bold(next)}`,
    "",
  ].join("\n");
}
