import { resolve } from "node:path";
import { documents } from "../../compiler/docs/documents.js";
import { type DocFormat, docFormats, docsDirectory } from "../../compiler/docs/formats.js";
import { compare } from "../../compiler/output/compare.js";
import { chosenPrograms } from "../declaration/programs.js";
import { materialOf } from "../tree/material.js";
import { type EmitOptions, emit } from "./emit.js";
import type { Io } from "./io.js";

export interface DocsOptions extends EmitOptions {
  readonly out: string;
  readonly format?: readonly DocFormat[];
  readonly config?: string;
  readonly only?: string;
}

/** `nixsmith docs`: writes the options reference, or with `--check` compares it and gives 1 where anything differs. */
export async function docs(options: DocsOptions, io: Io): Promise<number> {
  const directory = resolve(io.cwd, options.out);
  const comparisons = compare(
    directory,
    documents(options.format ?? docFormats, materialOf(await chosenPrograms({ cwd: io.cwd, ...options }))),
  );
  // What else lies there is nobody's left-over: other formats, or the tree that `generate` wrote.
  const own = comparisons.filter(({ status }) => status !== "orphan");
  return emit(directory, own, options, command(options), io);
}

function command({ out, format, config, only }: DocsOptions): readonly string[] {
  return [
    "nixsmith",
    "docs",
    ...(out === docsDirectory ? [] : ["--out", out]),
    ...(format === undefined ? [] : ["--format", ...format]),
    ...(config === undefined ? [] : ["--config", config]),
    ...(only === undefined ? [] : ["--only", only]),
  ];
}
