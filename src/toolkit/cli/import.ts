import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { typeFile } from "../../compiler/emit/options.js";
import { decodeFacts } from "../../compiler/importers/facts.js";
import { flatten } from "../../compiler/importers/flatten.js";
import { advance, decodeHistory } from "../../compiler/importers/history.js";
import type { Imported } from "../../compiler/importers/import.js";
import { importJsonSchema } from "../../compiler/importers/json-schema/import.js";
import { type Refresh, refresh, refreshLines } from "../../compiler/importers/refresh.js";
import { type LossReport, reportLines, reportOf } from "../../compiler/importers/report.js";
import { compare } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import type { ProgramFile } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import { packageVersion } from "../../root.js";
import { builtin } from "../declaration/programs.js";
import { withProgress } from "../progress.js";
import { releasesOf } from "../releases.js";
import type { Io } from "./io.js";

interface CommonOptions {
  readonly strict?: true;
  readonly json?: true;
}

export interface ImportProgramOptions extends CommonOptions {
  readonly from: string;
  readonly out?: string;
}

export interface ImportFileOptions extends CommonOptions {
  readonly nix?: true;
}

/** `nixsmith import PROGRAM`: refreshes the facts of its files; with `--strict` only if nothing is lost. */
export async function importProgram(
  name: string,
  { from, out = `schema/${name}`, strict, json }: ImportProgramOptions,
  io: Io,
): Promise<number> {
  const directory = resolve(io.cwd, out);
  if (!existsSync(directory)) {
    throw new NixsmithError("there is no such directory", {
      where: directory,
      expected: `the folder that holds the facts, schema/${name} in a checkout of nixsmith`,
      mend: "name it with --out",
    });
  }
  const { files } = await builtin(name);
  const renames = Object.fromEntries(files.map((file) => [file.name, renamesOf(file)]));
  const reader = await releasesOf(name);
  const refreshed = await withProgress(io, ({ step }) => {
    step(`reading ${name} ${from} and the release before it`);
    return refresh(reader, from, renames);
  });
  io.out(
    json === true ? `${JSON.stringify(refreshed, null, 2)}\n` : `${refreshLines(refreshed).join("\n")}\n`,
  );
  if (strict === true && refreshed.files.some(({ report }) => isLossy(report))) return lossy(io);

  const facts = refreshed.files.map(({ name, facts }) => ({ path: `${name}.json`, content: facts }));
  const history = { path: "history.json", content: nextHistory(join(directory, "history.json"), refreshed) };
  const comparisons = compare(directory, [...facts, history]);
  write(directory, comparisons, true);
  for (const { path, status } of comparisons) {
    const file = relative(io.cwd, join(directory, path));
    io.err(`${file}: ${status === "fresh" ? "unchanged" : "written"}\n`);
  }
  return 0;
}

/** The kept history with what this version brought. */
function nextHistory(file: string, { source, files }: Refresh): string {
  const known = existsSync(file) ? decodeHistory(JSON.parse(readFileSync(file, "utf8"))) : {};
  const described = files.map(({ name, facts, report: { losses } }) => {
    const { type, definitions } = decodeFacts(JSON.parse(facts));
    return { name, keys: flatten(type, definitions).map(({ path }) => path), losses };
  });
  return `${JSON.stringify(advance(known, source.version, described), null, 1)}\n`;
}

/** `nixsmith import json-schema FILE`: the option tree of any JSON Schema. */
export function importSchema(file: string, options: ImportFileOptions, io: Io): number {
  const text = readFileSync(resolve(io.cwd, file), "utf8");
  return print(
    inFile(file, () => importJsonSchema(text)),
    file,
    options,
    io,
  );
}

/** `nixsmith import typescript FILE#Type`: the option tree of any type that a file exports. */
export async function importType(place: string, options: ImportFileOptions, io: Io): Promise<number> {
  const [, file, type] = /^(.+)#([^#]+)$/.exec(place) ?? [];
  if (file === undefined || type === undefined) {
    throw new NixsmithError(`"${place}" names no type`, {
      expected: "FILE#Type, such as settings.d.ts#Settings",
    });
  }
  const { importTypescript } = await import("../../compiler/importers/typescript/import.js");
  return print(importTypescript({ file: resolve(io.cwd, file), type }), place, options, io);
}

/** The tree goes to stdout in the form asked for, what it could not carry to stderr. */
function print(imported: Imported, source: string, { nix, json, strict }: ImportFileOptions, io: Io): number {
  const { type, definitions } = imported;
  const report = reportOf(imported);
  if (json === true) io.out(`${JSON.stringify({ type, definitions, report }, null, 2)}\n`);
  else if (nix === true)
    io.out(typeFile(type, definitions, { version: packageVersion(), title: "the schema", source }));
  else
    for (const key of flatten(type, definitions))
      io.out(`${key.path}: ${key.required ? "required " : ""}${key.type}\n`);
  io.err(`${reportLines(report).join("\n")}\n`);
  return strict === true && isLossy(report) ? lossy(io) : 0;
}

const isLossy = ({ losses }: LossReport): boolean => losses.length > 0;

function lossy(io: Io): number {
  io.err("--strict: something is lost, see the report\n");
  return 1;
}

function renamesOf({ retired }: ProgramFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(retired).flatMap(([old, { instead }]) => (instead === undefined ? [] : [[old, instead]])),
  );
}

/** An importer knows places in a schema; the user knows the file. */
function inFile<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NixsmithError) || error.where?.startsWith("#") !== true) throw error;
    const { message, where, expected, mend, exitCode } = error;
    throw new NixsmithError(message, {
      where: `${file}${where}`,
      exitCode,
      cause: error,
      ...(expected === undefined ? {} : { expected }),
      ...(mend === undefined ? {} : { mend }),
    });
  }
}
