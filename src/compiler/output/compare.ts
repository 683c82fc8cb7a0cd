import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { NixsmithError } from "../../errors.js";
import { type Artefact, marker } from "../emit/artefact.js";

/** How a file on disk stands to what would be generated; an orphan is one that nixsmith made and no longer makes. */
export type Status = "fresh" | "stale" | "missing" | "orphan";

export interface Comparison {
  /** Relative to the output directory. */
  readonly path: string;
  readonly status: Status;
  /** What is there now; empty where nothing is. */
  readonly current: string;
  /** What should be there; empty for an orphan. */
  readonly wanted: string;
  /** What is there now was not made by nixsmith. */
  readonly handmade: boolean;
}

/**
 * Compares artefacts with the files below a directory, in the order of their paths, and writes nothing.
 * @throws {NixsmithError} where a link leads out of the directory or something other than a file is in the way.
 */
export function compare(directory: string, artefacts: readonly Artefact[]): readonly Comparison[] {
  const root = existsSync(directory) ? realpathSync(directory) : undefined;
  const wanted = artefacts.map((artefact) => compareFile(directory, root, artefact));
  const orphans = (root === undefined ? [] : leftOver(directory, artefacts)).map(
    ({ path, current }): Comparison => ({ path, status: "orphan", current, wanted: "", handmade: false }),
  );
  return [...wanted, ...orphans].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a file says in its first lines that nixsmith made it. */
function isGenerated(content: string): boolean {
  return content.split("\n", 4).join("\n").includes(marker);
}

function compareFile(
  directory: string,
  root: string | undefined,
  { path, content: wanted, isOurs = isGenerated }: Artefact,
): Comparison {
  const current = root === undefined ? undefined : readInside(directory, root, path);
  if (current === undefined) return { path, status: "missing", current: "", wanted, handmade: false };
  if (current === wanted) return { path, status: "fresh", current, wanted, handmade: false };
  return { path, status: "stale", current, wanted, handmade: !isOurs(current) };
}

/** What a file of the directory holds, if it exists; `root` is the directory with links followed. */
function readInside(directory: string, root: string, path: string): string | undefined {
  const file = join(directory, path);
  const nearest = nearestExisting(directory, file);
  refuseEscape(root, nearest);
  const isTarget = nearest === file;
  const stats = lstatSync(nearest);
  if (isTarget && (stats.isFile() || stats.isSymbolicLink())) return readFileSync(file, "utf8");
  if (!isTarget && (stats.isDirectory() || stats.isSymbolicLink())) return undefined;
  const expected = isTarget ? "a file, or nothing" : "a directory, or nothing";
  throw new NixsmithError("something else is in the way", { where: nearest, expected, mend: "move it away" });
}

/** The longest part of a path that exists, links not followed. */
function nearestExisting(directory: string, file: string): string {
  let nearest = file;
  while (nearest !== directory && !exists(nearest)) nearest = dirname(nearest);
  return nearest;
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // ENOTDIR: a parent is a file, and the walk upwards will meet it.
  }
}

function refuseEscape(root: string, path: string): void {
  const real = existsSync(path) ? realpathSync(path) : undefined;
  if (real === root || real?.startsWith(root + sep)) return;
  throw new NixsmithError("a link leads out of the output directory, or nowhere", {
    where: path,
    expected: `a path inside ${root}`,
    mend: "remove the link",
  });
}

/**
 * The files that nixsmith made and no longer makes, looked for beside the artefacts and below the top-level directories
 * they are in, and nowhere else: `--out .` must not reach into another tree that lies there. Links are not followed.
 */
function leftOver(directory: string, artefacts: readonly Artefact[]): readonly Found[] {
  const known = new Set(artefacts.map(({ path }) => path));
  const tops = new Set(artefacts.map(({ path }) => path.split("/")[0] ?? path));
  const entries = readdirSync(directory, { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    if (entry.isDirectory() && tops.has(entry.name)) return walk(directory, entry.name);
    return entry.isFile() ? [entry.name] : [];
  });
  return paths.flatMap((path) => (known.has(path) ? [] : found(directory, path)));
}

interface Found {
  readonly path: string;
  readonly current: string;
}

/** The files below a directory. */
function walk(directory: string, below: string): readonly string[] {
  return readdirSync(join(directory, below), { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) return walk(directory, path);
    return entry.isFile() ? [path] : [];
  });
}

function found(directory: string, path: string): readonly Found[] {
  const current = readFileSync(join(directory, path), "utf8");
  return isGenerated(current) ? [{ path, current }] : [];
}
