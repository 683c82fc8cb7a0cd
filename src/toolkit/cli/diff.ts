import { diffSides } from "../../compiler/diff/engine.js";
import { gatherEvidence } from "../../compiler/diff/evidence.js";
import { type Format, formats } from "../../compiler/diff/formats/index.js";
import { sift } from "../../compiler/diff/ignore.js";
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
  const find = (name: string) => findVersioned(name, scope);
  const sides = await readSides(base, head, io.cwd, find, options.ignore);
  const difference = diffSides(sides.base, sides.head, await gatherEvidence(sides.base, sides.head));
  const { notes, ...sifted } = sift(difference.findings, sides.ignore, today());
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

const today = (): string => new Date().toISOString().slice(0, 10);
