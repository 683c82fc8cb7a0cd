import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Artefact, marker } from "../../generators/artefact.js";
import { NixsmithError } from "../errors.js";

/** How a file on disk stands to what would be generated. */
export type Status = "fresh" | "stale" | "missing";

export interface Comparison {
  readonly artefact: Artefact;
  readonly status: Status;
  /** What is there now; empty where nothing is. */
  readonly current: string;
}

/**
 * Compares artefacts with the files below a directory, writing nothing.
 * @throws {NixsmithError} where a link leads out of the directory or something other than a file is in the way.
 */
export function compare(directory: string, artefacts: readonly Artefact[]): readonly Comparison[] {
  return artefacts.map((artefact) => {
    const current = readInside(directory, artefact.path);
    if (current === undefined) return { artefact, status: "missing", current: "" };
    return { artefact, status: current === artefact.content ? "fresh" : "stale", current };
  });
}

/**
 * Writes what differs, each file whole or not at all, and returns the paths written.
 * @throws {NixsmithError} where a file was made by hand (unless `force`), before anything is written.
 */
export function write(directory: string, comparisons: readonly Comparison[], force: boolean): readonly string[] {
  const changed = comparisons.filter(({ status }) => status !== "fresh");
  if (!force) for (const comparison of changed) refuseHandmade(directory, comparison);
  for (const { artefact } of changed) replaceFile(join(directory, artefact.path), artefact.content);
  return changed.map(({ artefact }) => artefact.path);
}

function refuseHandmade(directory: string, { artefact, status, current }: Comparison): void {
  const head = current.split("\n", 4).join("\n");
  if (status !== "stale" || head.includes(marker)) return;
  throw new NixsmithError("the file was not made by nixsmith", {
    where: join(directory, artefact.path),
    expected: `"${marker}" in its first lines`,
    mend: "move it away, or overwrite it with --force",
  });
}

function readInside(directory: string, path: string): string | undefined {
  const file = join(directory, path);
  refuseEscape(directory, file);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isFile() || stats.isSymbolicLink()) return readFileSync(file, "utf8");
  throw new NixsmithError("something other than a file is in the way", { where: file, expected: "a file, or nothing" });
}

/** The nearest part of the path that exists must lie in the directory once every link is followed. */
function refuseEscape(directory: string, file: string): void {
  if (!existsSync(directory)) return;
  const root = realpathSync(directory);
  let nearest = file;
  while (lstatSync(nearest, { throwIfNoEntry: false }) === undefined) nearest = dirname(nearest);
  const real = existsSync(nearest) ? realpathSync(nearest) : undefined;
  if (real === root || real?.startsWith(root + sep)) return;
  throw new NixsmithError("a link leads out of the output directory", {
    where: nearest,
    expected: `a path inside ${root}`,
    mend: "remove the link",
  });
}

/** Readers see the old file or the new one, never a part: the new one is complete before it takes the name. */
function replaceFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: "wx" });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
