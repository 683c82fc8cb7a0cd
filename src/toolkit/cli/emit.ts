import { isAbsolute, relative } from "node:path";
import type { Colours } from "../../colours.js";
import type { Comparison, Status } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import { shellWord } from "../../shell-word.js";
import type { Io } from "./io.js";

/** How a command that makes files may be told to go about it. */
export interface EmitOptions {
  readonly check?: true;
  readonly force?: true;
  readonly json?: true;
}

/**
 * Writes what differs and lists it, or with `check` writes nothing and shows the differences.
 * @param command the words that would write it: what a stale file is mended by
 * @returns the exit status: 1 where `check` found a difference
 */
export async function emit(
  directory: string,
  comparisons: readonly Comparison[],
  options: EmitOptions,
  command: readonly string[],
  io: Io,
): Promise<number> {
  const check = options.check === true;
  const stale = comparisons.filter(({ status }) => status !== "fresh");
  if (!check) write(directory, comparisons, options.force === true);

  const name = shownName(directory, io.cwd);
  const mend = command.map(shellWord).join(" ");
  const diffs = check ? await diffsOf(name, stale) : new Map<string, string>();
  if (options.json === true)
    io.out(`${JSON.stringify(asJson(name, comparisons, diffs, check ? mend : undefined), null, 2)}\n`);
  else if (check) for (const diff of diffs.values()) io.out(coloured(diff, io.colours.out));
  else for (const { path } of stale) io.out(`${name}/${path}\n`);

  io.err(`${name}: ${summary(comparisons, check)}\n`);
  if (!check || stale.length === 0) return 0;
  io.err(`  to mend: ${mend}\n`);
  return 1;
}

/** As the user would name it: relative to where they stand, unless it lies elsewhere. */
function shownName(directory: string, cwd: string): string {
  const path = relative(cwd, directory);
  if (path === "") return ".";
  return path.startsWith("..") || isAbsolute(path) ? directory : path;
}

/** The difference of each file, by its path. What compares texts is loaded where there are any: 19 modules. */
async function diffsOf(out: string, stale: readonly Comparison[]): Promise<ReadonlyMap<string, string>> {
  if (stale.length === 0) return new Map();
  const { unifiedDiff } = await import("../../compiler/output/diff.js");
  return new Map(stale.map((file) => [file.path, unifiedDiff(out, file)]));
}

function asJson(
  out: string,
  comparisons: readonly Comparison[],
  diffs: ReadonlyMap<string, string>,
  mend: string | undefined,
): object {
  const files = comparisons.map(({ path, status }) => {
    const diff = diffs.get(path);
    return { path, status, ...(diff === undefined ? {} : { diff }) };
  });
  return { out, files, ...(mend === undefined ? {} : { mend }) };
}

function summary(comparisons: readonly Comparison[], check: boolean): string {
  const words: Readonly<Record<Status, string>> = check
    ? { fresh: "fresh", stale: "stale", missing: "missing", orphan: "left over" }
    : { fresh: "unchanged", stale: "updated", missing: "new", orphan: "removed" };
  const statuses: readonly Status[] = ["stale", "missing", "orphan", "fresh"];
  return statuses
    .map((status) => ({
      word: words[status],
      count: comparisons.filter((one) => one.status === status).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(", ");
}

function coloured(diff: string, colours: Colours): string {
  const paint = (line: string): string => {
    if (line.startsWith("@@")) return colours.cyan(line);
    if (line.startsWith("+")) return colours.green(line);
    if (line.startsWith("-")) return colours.red(line);
    return line;
  };
  return colours.isColorSupported ? diff.split("\n").map(paint).join("\n") : diff;
}
