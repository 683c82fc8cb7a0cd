import { resolve } from "node:path";
import type { Artefact } from "../../compiler/emit/artefact.js";
import { compare } from "../../compiler/output/compare.js";
import { artefacts, sources } from "../artefacts.js";
import { declaredPrograms } from "../declaration/programs.js";
import { type EmitOptions, emit } from "./emit.js";
import type { Io } from "./io.js";

export interface GenerateOptions extends EmitOptions {
  readonly out: string;
  readonly formatter?: string;
}

/** `nixsmith generate`: writes the tree, or with `--check` compares it and gives 1 where anything differs. */
export async function generate(options: GenerateOptions, io: Io): Promise<number> {
  const directory = resolve(io.cwd, options.out);
  const programs = await declaredPrograms();
  const wanted = sources(programs);
  const formatted = options.formatter === undefined ? wanted : await format(wanted, options.formatter);
  return emit(directory, compare(directory, artefacts(programs, formatted)), options, command(options), io);
}

/** The formatter is loaded where one is asked for: to run a process takes as many modules as all the rest. */
async function format(files: readonly Artefact[], formatter: string): Promise<readonly Artefact[]> {
  const { formatNix } = await import("../../compiler/output/format.js");
  return formatNix(files, formatter);
}

function command({ out, formatter }: GenerateOptions): readonly string[] {
  return [
    "nixsmith",
    "generate",
    ...(out === "modules" ? [] : ["--out", out]),
    ...(formatter === undefined ? [] : ["--formatter", formatter]),
  ];
}
