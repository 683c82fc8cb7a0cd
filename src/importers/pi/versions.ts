import { diffTrees } from "../diff.js";
import { MissingError } from "../loss.js";
import { versionsOf } from "../npm/package.js";
import { reportOf } from "../report.js";
import { importPi, type PiImport, packageOfVersion } from "./import.js";

/** One published version, and how its import went. */
export interface VersionRow {
  readonly version: string;
  readonly form: PiImport["form"] | "none";
  readonly keys: number;
  readonly exact: number;
  readonly widened: number;
  readonly dropped: number;
  /** Keys of `settings.json` that came and went since the version before. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Imports every version that the registry has of either package, oldest first. @throws ImportError */
export async function* everyVersion(): AsyncGenerator<VersionRow> {
  let previous: PiImport | undefined;
  for (const version of await allVersions()) {
    const current = await importIfDescribed(version);
    yield rowOf(version, current, previous);
    previous = current ?? previous;
  }
}

async function allVersions(): Promise<readonly string[]> {
  const lists = await Promise.all(["0.0.0", "1.0.0"].map((version) => versionsOf(packageOfVersion(version))));
  return lists.flat().sort(byNumber);
}

/** The releases have no pre-releases, so their numbers order them. */
function byNumber(left: string, right: string): number {
  const [a, b] = [left.split(".").map(Number), right.split(".").map(Number)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return (a[at] ?? 0) - (b[at] ?? 0);
}

/** The first releases kept no settings that they describe. */
async function importIfDescribed(version: string): Promise<PiImport | undefined> {
  try {
    return await importPi(version);
  } catch (error) {
    if (error instanceof MissingError) return undefined;
    throw error;
  }
}

function rowOf(version: string, current: PiImport | undefined, previous: PiImport | undefined): VersionRow {
  const reports = Object.values(current?.files ?? {}).map(reportOf);
  const sum = (key: "keys" | "exact" | "widened" | "dropped") =>
    reports.reduce((total, report) => total + report[key], 0);
  const [before, after] = [previous?.files.settings, current?.files.settings];
  const changes = before === undefined || after === undefined ? [] : diffTrees(before, after);
  const paths = (kind: "added" | "removed") =>
    changes.flatMap((change) => (change.kind === kind ? [change.path] : []));
  return {
    version,
    form: current?.form ?? "none",
    keys: sum("keys"),
    exact: sum("exact"),
    widened: sum("widened"),
    dropped: sum("dropped"),
    added: paths("added"),
    removed: paths("removed"),
  };
}
