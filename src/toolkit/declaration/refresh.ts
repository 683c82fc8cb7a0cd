import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Artefact } from "../../compiler/emit/artefact.js";
import { type Change, diffTrees } from "../../compiler/importers/diff.js";
import { decodeFacts, encodeFacts } from "../../compiler/importers/facts.js";
import { flatten } from "../../compiler/importers/flatten.js";
import { advance, decodeHistory } from "../../compiler/importers/history.js";
import type { Imported } from "../../compiler/importers/import.js";
import { type KeyedImport, keyedImport } from "../../compiler/importers/keyed.js";
import { type Origin, originText } from "../../compiler/importers/origin.js";
import { type LossReport, reportOf } from "../../compiler/importers/report.js";
import { importSource, type SourceImport } from "../../compiler/importers/source/import.js";
import { parseSource, type SourceSpec } from "../../compiler/importers/source/spec.js";
import { type Comparison, compare } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import { factsDirectory } from "./known.js";
import { importOwn, isOwn } from "./own-source.js";
import type { ProgramDeclaration } from "./types.js";

/** What the source of one of a program's files says, and how it differs from the facts that are kept. */
export interface RefreshedFile {
  readonly name: string;
  /** It stands in the declaration, so that no facts of it are kept. */
  readonly isOwn: boolean;
  readonly origin: Origin;
  readonly report: LossReport;
  /** Since the facts that are kept; none where there are none. */
  readonly changes: readonly Change[];
  readonly facts: string;
  readonly imported: Imported;
}

/**
 * Reads the sources of a declared program.
 * @param directory where the declaration lies
 * @param version of its npm packages, in the place of those that the declaration names
 * @throws ImportError
 */
export async function refreshDeclared(
  program: ProgramDeclaration,
  directory: string,
  version?: string,
): Promise<readonly RefreshedFile[]> {
  const folder = factsDirectory(directory, program);
  return Promise.all(
    Object.entries(program.files).map(async ([name, { from, retired = {} }]): Promise<RefreshedFile> => {
      const { origin, ...imported } = isOwn(from)
        ? await importOwn(from, `${program.name}.${name}`)
        : await importKeys(atVersion(parseSource(from, directory), version), directory);
      const kept = join(folder, `${name}.json`);
      const renames = Object.entries(retired).flatMap(([old, { instead }]) =>
        instead === undefined ? [] : [[old, instead] as const],
      );
      const changes = existsSync(kept)
        ? diffTrees(
            decodeFacts(JSON.parse(readFileSync(kept, "utf8"))),
            imported,
            Object.fromEntries(renames),
          )
        : [];
      const facts = encodeFacts({ source: origin, type: imported.type, definitions: imported.definitions });
      return { name, isOwn: isOwn(from), origin, report: reportOf(imported), changes, facts, imported };
    }),
  );
}

/** @throws ImportError where the source describes something else than the keys of a file */
async function importKeys(
  spec: SourceSpec,
  cwd: string,
): Promise<KeyedImport & Pick<SourceImport, "origin">> {
  const { origin, ...imported } = await importSource(spec, { cwd });
  return { ...keyedImport(imported, originText(origin)), origin };
}

/** The files that hold what was read, below the program's facts: facts of each file, and since when each key is there. */
function factsFiles(
  program: ProgramDeclaration,
  directory: string,
  files: readonly RefreshedFile[],
): readonly Artefact[] {
  const kept = join(factsDirectory(directory, program), "history.json");
  const known = existsSync(kept) ? decodeHistory(JSON.parse(readFileSync(kept, "utf8"))) : {};
  const history = files.reduce((so, { name, origin, imported, report: { losses } }) => {
    if ("file" in origin) return so;
    const keys = flatten(imported.type, imported.definitions).map(({ path }) => path);
    return advance(so, origin.version, [{ name, keys, losses }]);
  }, known);
  return [
    ...files
      .filter((file) => !file.isOwn)
      .map(({ name, facts }) => ({ path: `${name}.json`, content: facts })),
    ...(Object.keys(history).length === 0
      ? []
      : [{ path: "history.json", content: `${JSON.stringify(history, null, 1)}\n` }]),
  ];
}

/** The sources of a program that have to be read, once each file. */
export const sourcesOf = ({ files }: ProgramDeclaration, directory: string): readonly SourceSpec[] =>
  Object.values(files).flatMap(({ from }) => (isOwn(from) ? [] : [parseSource(from, directory)]));

/** Writes what was read beside the declaration. @returns how each file was found, relative to the folder of the facts */
export function keepFacts(
  program: ProgramDeclaration,
  directory: string,
  files: readonly RefreshedFile[],
): readonly Comparison[] {
  const folder = factsDirectory(directory, program);
  const wanted = factsFiles(program, directory, files);
  if (wanted.length > 0) mkdirSync(folder, { recursive: true });
  const comparisons = compare(folder, wanted).filter(({ status }) => status !== "orphan");
  write(folder, comparisons, true);
  return comparisons;
}

const atVersion = (spec: SourceSpec, version: string | undefined): SourceSpec =>
  spec.kind === "npm" && version !== undefined ? { ...spec, version } : spec;
