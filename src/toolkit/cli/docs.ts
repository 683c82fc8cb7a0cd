import { resolve } from "node:path";
import { documents } from "../../compiler/docs/documents.js";
import { type DocFormat, docFormats, docsDirectory } from "../../compiler/docs/formats.js";
import { compare } from "../../compiler/output/compare.js";
import { type EmitOptions, emit } from "./emit.js";
import type { Io } from "./io.js";

export interface DocsOptions extends EmitOptions {
  readonly out: string;
  readonly format?: readonly DocFormat[];
}

/** `nixsmith docs`: writes the options reference, or with `--check` compares it and gives 1 where anything differs. */
export async function docs(options: DocsOptions, io: Io): Promise<number> {
  const directory = resolve(io.cwd, options.out);
  const comparisons = compare(directory, documents(options.format ?? docFormats));
  // What else lies there is nobody's left-over: other formats, or the tree that `generate` wrote.
  const own = comparisons.filter(({ status }) => status !== "orphan");
  return emit(directory, own, options, command(options), io);
}

function command({ out, format }: DocsOptions): readonly string[] {
  return [
    "nixsmith",
    "docs",
    ...(out === docsDirectory ? [] : ["--out", out]),
    ...(format === undefined ? [] : ["--format", ...format]),
  ];
}
