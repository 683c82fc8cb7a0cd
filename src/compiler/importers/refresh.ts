import { type Change, changeLine, diffTrees } from "./diff.js";
import { encodeFacts } from "./facts.js";
import type { Imported } from "./import.js";
import { ImportError } from "./loss.js";
import type { Source } from "./origin.js";
import { type LossReport, reportLines, reportOf } from "./report.js";

/** What a release of a program says of its configuration. */
export interface Release {
  readonly source: Source;
  /** Which of the two forms was read. */
  readonly form: "json-schema" | "typescript";
  /** By the option that holds the file; a release may describe some alone. */
  readonly files: Readonly<Record<string, Imported>>;
}

/** Reads the releases of a program. */
export interface ReleaseReader {
  /**
   * @param from a version, `latest`, a directory or a tarball
   * @throws ImportError
   */
  readonly read: (from: string) => Promise<Release>;
  /** The newest release that is older than one; undefined for the first. @throws ImportError */
  readonly before: (version: string) => Promise<string | undefined>;
}

/** A release, ready to take the place of the one whose facts are kept. */
export interface Refresh {
  readonly source: Source;
  readonly form: Release["form"];
  /** The release that the changes are since, or why there is none to compare with. */
  readonly previous: { readonly version: string } | { readonly unknown: string };
  readonly files: readonly FileRefresh[];
}

interface FileRefresh {
  readonly name: string;
  readonly report: LossReport;
  readonly changes: readonly Change[];
  /** The text of `<name>.json` beside the other facts. */
  readonly facts: string;
}

/**
 * Imports a release, and compares it with the one before.
 *
 * @param from a version, `latest`, a directory or a tarball
 * @param renames new names of keys by their old ones, for each file
 * @throws ImportError
 */
export async function refresh(
  reader: ReleaseReader,
  from: string,
  renames: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<Refresh> {
  const { source, form, files } = await reader.read(from);
  const before = await releaseBefore(reader, source.version);
  const refreshed = Object.entries(files).map(([name, now]): FileRefresh => {
    const old = "unknown" in before ? undefined : before.files[name];
    const changes = old === undefined ? [] : diffTrees(old, now, renames[name] ?? {});
    return { name, report: reportOf(now), changes, facts: encodeFacts({ source, ...now }) };
  });
  const previous = "unknown" in before ? before : { version: before.source.version };
  return { source, form, previous, files: refreshed };
}

/** A version that is imported from a file may be compared where there is a network, and only there. */
async function releaseBefore(
  { read, before }: ReleaseReader,
  version: string,
): Promise<Release | { readonly unknown: string }> {
  try {
    const older = await before(version);
    return older === undefined ? { unknown: "no release is older" } : await read(older);
  } catch (error) {
    if (error instanceof ImportError) return { unknown: `${error.where}: ${error.message}` };
    throw error;
  }
}

/** The loss report and the changes, as lines for people. */
export function refreshLines({ source, form, previous, files }: Refresh): readonly string[] {
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
