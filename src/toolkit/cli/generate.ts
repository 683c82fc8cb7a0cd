import { resolve } from "node:path";
import { snapshotPath } from "../../compiler/diff/engine/snapshot.js";
import type { Artefact } from "../../compiler/emit/artefact.js";
import { type Comparison, compare } from "../../compiler/output/compare.js";
import type { Program } from "../../compiler/program/types.js";
import { chosen, declaredPrograms } from "../declaration/programs.js";
import { artefacts, sources } from "../tree/artefacts.js";
import { directoriesOf } from "../tree/modules.js";
import { type EmitOptions, emit } from "./emit.js";
import type { Io } from "./io.js";

export interface GenerateOptions extends EmitOptions {
  readonly out: string;
  readonly formatter?: string;
  readonly config?: string;
  readonly only?: string;
  readonly watch?: true;
}

/** `nixsmith generate`: writes the tree, or with `--check` compares it and gives 1 where anything differs. */
export async function generate({ watch, ...options }: GenerateOptions, io: Io): Promise<number> {
  if (watch !== true) return generateOnce(options, io);
  const { watching } = await import("./watch.js");
  return watching({ cwd: io.cwd, ...options }, () => generateOnce(options, io), io);
}

async function generateOnce(options: GenerateOptions, io: Io): Promise<number> {
  const directory = resolve(io.cwd, options.out);
  const programs = await declaredPrograms({ cwd: io.cwd, ...options });
  const wanted = sources(programs);
  const formatted = options.formatter === undefined ? wanted : await format(wanted, options.formatter);
  return emit(
    directory,
    ofProgram(compare(directory, artefacts(programs, formatted)), programs, options.only),
    options,
    command(options),
    io,
  );
}

/**
 * The files of one program. What the tree says of itself speaks of all of them, so that it is written where the others are
 * what they should be.
 */
function ofProgram(
  comparisons: readonly Comparison[],
  programs: readonly Program[],
  only: string | undefined,
): readonly Comparison[] {
  if (only === undefined) return comparisons;
  const directories = chosen(programs, only).flatMap(directoriesOf);
  const isOwn = ({ path }: Comparison): boolean =>
    directories.some((directory) => path.startsWith(`${directory}/`));
  const others = comparisons.filter((one) => !isOwn(one) && one.path !== snapshotPath);
  const isSettled = others.every(({ status }) => status === "fresh");
  return comparisons.filter((one) => isOwn(one) || (isSettled && one.path === snapshotPath));
}

/** The formatter is loaded where one is asked for: to run a process takes as many modules as all the rest. */
async function format(files: readonly Artefact[], formatter: string): Promise<readonly Artefact[]> {
  const { formatNix } = await import("../../compiler/output/format.js");
  return formatNix(files, formatter);
}

function command({ out, formatter, config, only }: GenerateOptions): readonly string[] {
  return [
    "nixsmith",
    "generate",
    ...(out === "modules" ? [] : ["--out", out]),
    ...(formatter === undefined ? [] : ["--formatter", formatter]),
    ...(config === undefined ? [] : ["--config", config]),
    ...(only === undefined ? [] : ["--only", only]),
  ];
}
