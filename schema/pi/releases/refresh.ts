import { type Change, changeLine, diffTrees } from "../../../src/compiler/importers/diff.js";
import { encodeFacts, type Source } from "../../../src/compiler/importers/facts.js";
import { ImportError } from "../../../src/compiler/importers/loss.js";
import { type LossReport, reportLines, reportOf } from "../../../src/compiler/importers/report.js";
import { importPi, PI_FILES, type PiFileName, type PiImport } from "./import.js";
import { versionBefore } from "./versions.js";

/** A version of pi, ready to take the place of the one whose facts are kept. */
export interface PiRefresh {
  readonly source: Source;
  readonly form: PiImport["form"];
  /** The release that the changes are since, or why there is none to compare with. */
  readonly previous: { readonly version: string } | { readonly unknown: string };
  readonly files: readonly PiFileRefresh[];
}

interface PiFileRefresh {
  readonly name: PiFileName;
  readonly report: LossReport;
  readonly changes: readonly Change[];
  /** The text of `schema/pi/<name>.json`. */
  readonly facts: string;
}

/**
 * Imports a version of pi, and compares it with the release before.
 *
 * @param from a version, `latest`, a directory or a tarball
 * @param renames new names of keys by their old ones, for each file
 * @throws ImportError
 */
export async function refreshPi(
  from: string,
  renames: Readonly<Record<PiFileName, Readonly<Record<string, string>>>>,
): Promise<PiRefresh> {
  const { source, form, files } = await importPi(from);
  const before = await releaseBefore(source.version);
  const refreshed = PI_FILES.flatMap((name): readonly PiFileRefresh[] => {
    const now = files[name];
    if (now === undefined) return [];
    const old = "unknown" in before ? undefined : before.files[name];
    const changes = old === undefined ? [] : diffTrees(old, now, renames[name]);
    return [{ name, report: reportOf(now), changes, facts: encodeFacts({ source, ...now }) }];
  });
  const previous = "unknown" in before ? before : { version: before.source.version };
  return { source, form, previous, files: refreshed };
}

/** A version that is imported from a file may be compared where there is a network, and only there. */
async function releaseBefore(version: string): Promise<PiImport | { readonly unknown: string }> {
  try {
    const before = await versionBefore(version);
    return before === undefined ? { unknown: "no release is older" } : await importPi(before);
  } catch (error) {
    if (error instanceof ImportError) return { unknown: `${error.where}: ${error.message}` };
    throw error;
  }
}

/** The loss report and the changes, as lines for people. */
export function refreshLines({ source, form, previous, files }: PiRefresh): readonly string[] {
  const since = "version" in previous ? `since ${previous.version}` : `not compared: ${previous.unknown}`;
  return [
    `${source.package} ${source.version} (${form === "json-schema" ? "JSON Schema" : "type declarations"})`,
    ...files.flatMap(({ name, report, changes }) => [
      "",
      `${name}.json, ${since}`,
      ...reportLines(report),
      ...changes.map((change) => `  ${changeLine(change)}`),
    ]),
  ];
}
