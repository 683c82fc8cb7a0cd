import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { NixsmithError } from "../../errors.js";
import type { Comparison } from "./compare.js";

/**
 * Makes the tree what the comparisons want and touches only what differs. Every new file is complete beside its place
 * before the first one takes it, so that a full disk or a forbidden directory leaves the old tree whole.
 * @throws {NixsmithError} where a file was made by hand (unless `force`), before anything is written.
 */
export function write(directory: string, comparisons: readonly Comparison[], force: boolean): void {
  const changed = comparisons.filter(({ status }) => status === "stale" || status === "missing");
  if (!force) for (const comparison of changed) refuseHandmade(directory, comparison);
  const staged = stageAll(directory, changed);
  try {
    for (const { temporary, file } of staged) renameSync(temporary, file);
  } finally {
    discard(staged);
  }
  for (const { path, status } of comparisons) if (status === "orphan") rmSync(join(directory, path));
}

function refuseHandmade(directory: string, { path, handmade }: Comparison): void {
  if (!handmade) return;
  throw new NixsmithError("the file was not made by nixsmith", {
    where: join(directory, path),
    expected: "nixsmith's header in its first lines",
    mend: "move it away, or overwrite it with --force",
  });
}

interface Staged {
  readonly temporary: string;
  readonly file: string;
  /** The outermost directory made for it, if any. */
  readonly madeDirectory: string | undefined;
}

function stageAll(directory: string, changed: readonly Comparison[]): readonly Staged[] {
  const staged: Staged[] = [];
  try {
    for (const { path, wanted } of changed) {
      const file = join(directory, path);
      const temporary = join(dirname(file), `.${randomUUID()}.tmp`);
      staged.push({ temporary, file, madeDirectory: makeDirectory(dirname(file)) });
      writeFileSync(temporary, wanted, { flag: "wx" });
    }
  } catch (error) {
    discard(staged);
    for (const { madeDirectory } of staged) {
      if (madeDirectory !== undefined) rmSync(madeDirectory, { recursive: true, force: true });
    }
    throw error;
  }
  return staged;
}

/**
 * One directory after the other: where the kernel says "no such directory" of one that cannot be made, as below /proc,
 * Node's own `recursive` tries for ever.
 * @returns the outermost directory that was made, if any
 */
function makeDirectory(directory: string): string | undefined {
  if (existsSync(directory)) return undefined;
  const outermost = makeDirectory(dirname(directory));
  try {
    mkdirSync(directory);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new NixsmithError("no directory can be made here", {
      where: directory,
      mend: "choose another place",
      cause: error,
    });
  }
  return outermost ?? directory;
}

function discard(staged: readonly Staged[]): void {
  for (const { temporary } of staged) rmSync(temporary, { force: true });
}
