import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { diffSides } from "../../compiler/diff/engine.js";
import { type Format, formats } from "../../compiler/diff/formats/index.js";
import { type IgnoreEntry, sift } from "../../compiler/diff/ignore.js";
import { readSides } from "../../compiler/diff/inputs/read.js";
import { type FailOn, makeReport, summary } from "../../compiler/diff/report.js";
import { rules } from "../../compiler/diff/rules/index.js";
import { NixsmithError } from "../../errors.js";
import { findVersioned } from "../releases.js";
import type { Io } from "./io.js";

export interface DiffOptions {
  readonly format: Format;
  readonly failOn: FailOn;
  readonly ignore?: string;
  readonly rules?: true;
  readonly config?: string;
  readonly only?: string;
}

/** `nixsmith diff`: what changed between two states of the options, and 1 where that is as grave as `--fail-on`. */
export async function diff(
  base: string | undefined,
  head: string | undefined,
  options: DiffOptions,
  io: Io,
): Promise<number> {
  if (options.rules === true) {
    io.out(ruleList());
    return 0;
  }
  if (base === undefined)
    throw new NixsmithError("what to compare with is missing", { mend: "name it: `nixsmith diff main`" });
  const scope = { cwd: io.cwd, ...options };
  const sides = await readSides(base, head, io.cwd, (name) => findVersioned(name, scope));
  const difference = diffSides(sides.base, sides.head);
  const ignore = await readIgnoreFile(options.ignore, io.cwd);
  const { notes, ...sifted } = sift(difference.findings, ignore, today());
  const report = makeReport(sides, sifted, difference, options.failOn);
  io.out(formats[options.format](report, io.colours.out));
  for (const note of [...sides.notes, ...notes]) io.err(`note: ${note}\n`);
  if (options.format !== "text") io.err(`${summary(report)}\n`);
  return report.failed ? 1 : 0;
}

function ruleList(): string {
  return rules
    .map(({ id, severity, reference }) => `${severity.padEnd(9)} ${id.padEnd(26)} ${reference}\n`)
    .join("");
}

/** What stands beside the flake or package; a file that was asked for has to be there. */
const usualFile = "nixsmith-ignore.yaml";

async function readIgnoreFile(asked: string | undefined, cwd: string): Promise<readonly IgnoreEntry[]> {
  const name = asked ?? usualFile;
  const path = resolve(cwd, name);
  if (asked === undefined && !existsSync(path)) return [];
  const { parseIgnoreFile } = await import("../../compiler/diff/ignore-file.js");
  return parseIgnoreFile(await readFile(path, "utf8"), name);
}

const today = (): string => new Date().toISOString().slice(0, 10);
