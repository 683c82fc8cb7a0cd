import { isAbsolute, relative, resolve } from "node:path";
import { artefacts, sources } from "../../generators/index.js";
import { type Comparison, compare, type Status } from "../output/compare.js";
import { unifiedDiff } from "../output/diff.js";
import { formatNix } from "../output/format.js";
import { write } from "../output/write.js";
import type { Colours, Io } from "./io.js";

export interface GenerateOptions {
  readonly out: string;
  readonly check?: true;
  readonly force?: true;
  readonly formatter?: string;
  readonly json?: true;
}

/** `nixsmith generate`: writes the tree, or with `--check` compares it and gives 1 where anything differs. */
export async function generate(options: GenerateOptions, io: Io): Promise<number> {
  const directory = resolve(io.cwd, options.out);
  const wanted = sources();
  const formatted = options.formatter === undefined ? wanted : await formatNix(wanted, options.formatter);
  const comparisons = compare(directory, artefacts(formatted));
  const stale = comparisons.filter(({ status }) => status !== "fresh");
  if (options.check !== true) write(directory, comparisons, options.force === true);

  const name = shownName(directory, io.cwd);
  if (options.json === true) io.out(`${JSON.stringify(asJson(options, name, comparisons), null, 2)}\n`);
  else if (options.check === true)
    for (const file of stale) io.out(coloured(unifiedDiff(name, file), io.colours.out));
  else for (const { path } of stale) io.out(`${name}/${path}\n`);

  io.err(`${name}: ${summary(comparisons, options.check === true)}\n`);
  if (options.check !== true || stale.length === 0) return 0;
  io.err(`  to mend: ${mend(options)}\n`);
  return 1;
}

/** As the user would name it: relative to where they stand, unless it lies elsewhere. */
function shownName(directory: string, cwd: string): string {
  const path = relative(cwd, directory);
  if (path === "") return ".";
  return path.startsWith("..") || isAbsolute(path) ? directory : path;
}

function asJson(options: GenerateOptions, out: string, comparisons: readonly Comparison[]): object {
  const check = options.check === true;
  const files = comparisons.map((file) => {
    const { path, status } = file;
    return check && status !== "fresh" ? { path, status, diff: unifiedDiff(out, file) } : { path, status };
  });
  return { out, files, ...(check ? { mend: mend(options) } : {}) };
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

function mend({ out, formatter }: GenerateOptions): string {
  const words = ["nixsmith", "generate"];
  if (out !== "modules") words.push("--out", out);
  if (formatter !== undefined) words.push("--formatter", formatter);
  return words.map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
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
