import type { Review } from "../../compiler/diff/report/formats/json.js";
import type { FailOn } from "../../compiler/diff/report/report.js";
import type { DocFormat } from "../../compiler/docs/formats.js";
import type { Artefact } from "../../compiler/emit/artefact.js";
import type { Comparison } from "../../compiler/output/compare.js";
import { NixsmithError } from "../../errors.js";
import type { Declaration } from "../declaration/types.js";

/** The commands as functions: they touch no terminal, no environment and no current directory. Each loads what it needs. */

/** Where a declaration is at home. */
export interface Home {
  /** Absolute directory of the declaration: its facts are in `schema/` there, and paths in it begin there. */
  readonly directory: string;
}

/**
 * Reads the declaration of a directory: `nixsmith.config.ts`, `.js`, `.mjs`, `.json`, `.yaml` or `.yml`.
 * @param file its name, where it has another one
 * @throws {NixsmithError} where there is none, or several, or where it is wrong; the message has a line for every mistake
 */
export async function loadConfig({ directory }: Home, file?: string): Promise<Declaration> {
  const { readDeclared } = await import("../declaration/programs.js");
  const declared = await readDeclared({ cwd: directory, ...(file === undefined ? {} : { config: file }) });
  if (declared.file !== undefined) return declared.declaration;
  throw new NixsmithError("nothing is declared here", {
    where: directory,
    expected: "nixsmith.config.ts, .js, .json or .yaml",
  });
}

export interface GenerateRequest extends Home {
  /** A command that every Nix file is passed through, stdin to stdout, such as `alejandra -`. */
  readonly formatter?: string;
}

/**
 * Every file of the tree that a declaration and its facts give, `nixsmith.json` included: the same bytes everywhere. It
 * reads facts and templates below the directory, and nothing else; nothing is written.
 * @throws {NixsmithError} for a wrong declaration, and where facts are missing or of another version
 */
export async function generate(
  config: Declaration,
  { directory, formatter }: GenerateRequest,
): Promise<readonly Artefact[]> {
  const { artefacts, sources } = await import("../tree/artefacts.js");
  const programs = await programsOf(config, directory);
  if (formatter === undefined) return artefacts(programs);
  const { formatNix } = await import("../../compiler/output/format.js");
  return artefacts(programs, await formatNix(sources(programs), formatter));
}

export interface DocsRequest extends Home {
  /** All of them, where nothing is said. */
  readonly formats?: readonly DocFormat[];
}

/**
 * The reference of all options of a declaration, in each format.
 * @throws {NixsmithError} as {@link generate} does
 */
export async function docs(
  config: Declaration,
  { directory, formats }: DocsRequest,
): Promise<readonly Artefact[]> {
  const [{ documents }, { docFormats }, { materialOf }] = await Promise.all([
    import("../../compiler/docs/documents.js"),
    import("../../compiler/docs/formats.js"),
    import("../tree/material.js"),
  ]);
  return documents(formats ?? docFormats, materialOf(await programsOf(config, directory)));
}

/**
 * How the files of a directory stand to what was generated, in the order of their paths; nothing is written.
 * @param directory absolute
 * @throws {NixsmithError} where a link leads out of the directory, or something else than a file is in the way
 */
export async function check(files: readonly Artefact[], directory: string): Promise<readonly Comparison[]> {
  const { compare } = await import("../../compiler/output/compare.js");
  return compare(directory, files);
}

/**
 * Makes a directory what {@link check} has compared it with: what differs is written, all of it or nothing, and what
 * nixsmith made and no longer makes is removed.
 * @param force also over files that nixsmith has not made
 * @throws {NixsmithError} where such a file is in the way, before anything is written
 */
export async function write(
  comparisons: readonly Comparison[],
  directory: string,
  { force = false }: { readonly force?: boolean } = {},
): Promise<void> {
  const writing = await import("../../compiler/output/write.js");
  writing.write(directory, comparisons, force);
}

export interface DiffRequest extends Home {
  /** What is compared with the base: the working tree, where nothing is said. */
  readonly head?: string;
  /** The severity from which on the review has failed; `breaking` where nothing is said. */
  readonly failOn?: FailOn;
  /** The file of changes that may pass, where it is not `nixsmith-ignore.yaml`. */
  readonly ignore?: string;
  /** One program of the declaration alone. */
  readonly only?: string;
  /** The day it is, as `2026-12-31`; what may pass does so until a day. */
  readonly today: string;
}

/**
 * What a change of the options, and of what confines a program, means.
 * @param base as on the command line: a git ref, a directory, a `nixsmith.json` or `options.json`, or `NAME@VERSION`
 * @throws {NixsmithError} where a side cannot be read
 */
export async function diff(
  base: string,
  { directory, head, failOn = "breaking", ...options }: DiffRequest,
): Promise<Review> {
  const [{ compareStates }, { reviewOf }] = await Promise.all([
    import("./compare.js"),
    import("../../compiler/diff/report/formats/json.js"),
  ]);
  const { report } = await compareStates(base, head, { ...options, failOn, cwd: directory });
  return reviewOf(report);
}

/** The programs of a declaration that need not come from a file. */
async function programsOf(config: Declaration, directory: string) {
  const [{ programsIn }, { checkData }] = await Promise.all([
    import("../declaration/programs.js"),
    import("../declaration/read.js"),
  ]);
  return programsIn({ declaration: checkData(config, "the declaration"), directory });
}
