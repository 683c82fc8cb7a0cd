import { basename, dirname, isAbsolute, resolve } from "node:path";
import type { Artefact } from "../../compiler/emit/artefact.js";
import { typeFile } from "../../compiler/emit/options.js";
import { flatten } from "../../compiler/importers/flatten.js";
import { orderMaps } from "../../compiler/importers/ordered.js";
import { type Origin, originText } from "../../compiler/importers/origin.js";
import { reportLines, reportOf } from "../../compiler/importers/report.js";
import { importSource, type SourceImport } from "../../compiler/importers/source/import.js";
import { parseSource, type SourceSpec } from "../../compiler/importers/source/spec.js";
import { compare } from "../../compiler/output/compare.js";
import { NixsmithError } from "../../errors.js";
import { packageVersion } from "../../root.js";
import { shellWord } from "../../shell-word.js";
import { emit } from "./emit.js";
import type { Io } from "./io.js";

export interface ImportSourceOptions {
  readonly nix?: true;
  readonly json?: true;
  readonly strict?: true;
  readonly check?: true;
  readonly history?: true;
  /** A file: Nix, or facts where it ends in `.json`. */
  readonly out?: string;
  /** `URI=SOURCE` of schemas that are referred to. */
  readonly resolve: readonly string[];
  /** Paths of sets whose names are in an order that counts. */
  readonly ordered: readonly string[];
}

export type Format = "json-schema" | "typescript";

/** `nixsmith import json-schema|typescript SOURCE`: the option tree of what is published there. */
export async function importFrom(
  format: Format,
  text: string,
  options: ImportSourceOptions,
  io: Io,
): Promise<number> {
  const spec = parseSource(text, io.cwd);
  refuseOtherFormat(format, spec, text);
  if (options.check === true && options.out === undefined)
    throw new NixsmithError("--check compares with a file, and none is named", {
      mend: "name it with --out",
    });
  if (options.history === true) {
    const { printHistory } = await import("./import-history.js");
    return printHistory(spec, text, options, io);
  }
  const resolving = new Map(options.resolve.map((one) => resolution(one, io.cwd)));
  const imported = orderMaps(await importSource(spec, { cwd: io.cwd, resolve: resolving }), options.ordered);
  const report = reportOf(imported);
  const command = [
    "nixsmith",
    "import",
    format,
    text,
    ...options.resolve.flatMap((one) => ["--resolve", one]),
    ...options.ordered.flatMap((one) => ["--ordered", one]),
  ];
  const lost = options.strict === true && report.losses.length > 0;
  const status =
    options.out === undefined || lost ? 0 : await writeOut(imported, options.out, command, options, io);
  if (options.out === undefined) print(imported, command, options, io);
  io.err(`${reportLines(report).join("\n")}\n`);
  return lost ? lossy(io) : status;
}

function refuseOtherFormat(format: Format, spec: SourceSpec, text: string): void {
  const path = spec.kind === "file" ? spec.file : spec.path;
  const other: Format = /\.[cm]?tsx?$/u.test(path) ? "typescript" : "json-schema";
  if (format === "typescript" && spec.part === undefined)
    throw new NixsmithError(`"${text}" names no type`, {
      expected: "SOURCE#Type, such as settings.d.ts#Settings",
    });
  if (format !== other)
    throw new NixsmithError(`"${text}" is ${other === "typescript" ? "TypeScript" : "no TypeScript"}`, {
      mend: `nixsmith import ${other} ${shellWord(text)}`,
    });
}

function resolution(text: string, cwd: string): readonly [string, SourceSpec] {
  const [, uri, source] = /^([^=]+)=(.+)$/u.exec(text) ?? [];
  if (uri === undefined || source === undefined)
    throw new NixsmithError(`--resolve "${text}" names no file`, { expected: "URI=SOURCE" });
  return [uri.replace(/#$/u, ""), parseSource(source, cwd)];
}

/** The tree in the form asked for, on stdout. */
function print(
  imported: SourceImport,
  command: readonly string[],
  { nix, json }: ImportSourceOptions,
  io: Io,
): void {
  const { type, definitions, origin } = imported;
  if (json === true)
    io.out(`${JSON.stringify({ source: origin, type, definitions, report: reportOf(imported) }, null, 2)}\n`);
  else if (nix === true) io.out(nixOf(imported, [...command, "--nix"]));
  else
    for (const key of flatten(type, definitions))
      io.out(`${key.path}: ${key.required ? "required " : ""}${key.type}\n`);
}

async function writeOut(
  imported: SourceImport,
  out: string,
  command: readonly string[],
  options: ImportSourceOptions,
  io: Io,
): Promise<number> {
  const file = resolve(io.cwd, out);
  const whole = [...command, "--out", out];
  const artefact: Artefact = out.endsWith(".json")
    ? { path: basename(file), ...(await factsOf(imported)) }
    : { path: basename(file), content: nixOf(imported, whole) };
  // Other files of the directory are no affair of this one.
  const comparisons = compare(dirname(file), [artefact]).filter(({ path }) => path === artefact.path);
  return emit(dirname(file), comparisons, options.check === true ? { check: true } : {}, whole, io);
}

/** Facts as a file. What reads them back takes longer to load than most imports, so that it waits until it is needed. */
async function factsOf(imported: SourceImport): Promise<Pick<Artefact, "content" | "isOurs">> {
  const { decodeFacts, encodeFacts } = await import("../../compiler/importers/facts.js");
  const isOurs = (text: string): boolean => {
    try {
      decodeFacts(JSON.parse(text));
      return true;
    } catch {
      return false;
    }
  };
  return { content: encodeFacts({ ...imported, source: imported.origin }), isOurs };
}

/** A command with a place of this machine in it is of no use elsewhere, and is not told. */
function nixOf({ type, definitions, origin }: SourceImport, command: readonly string[]): string {
  const local = command.some((word) => isAbsolute(word) || word.startsWith("..") || /=\//u.test(word));
  const told = local ? ["nixsmith", "import"] : command;
  return typeFile(type, definitions, {
    version: packageVersion(),
    title: titleOf(origin),
    source: originText(origin),
    command: told.map(shellWord).join(" "),
  });
}

const titleOf = (origin: Origin): string =>
  "file" in origin
    ? origin.file.replace(/(?:[.-]?schema)?\.(?:jsonc?|(?:d\.)?[cm]?tsx?)$/iu, "")
    : origin.package;

export function lossy(io: Io): number {
  io.err("--strict: something is lost, see the report\n");
  return 1;
}
