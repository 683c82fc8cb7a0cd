import { type Difference, diffSides } from "../../compiler/diff/engine/engine.js";
import { gatherEvidence } from "../../compiler/diff/engine/evidence.js";
import { readSides, type Sides } from "../../compiler/diff/inputs/read.js";
import { sift } from "../../compiler/diff/report/ignore.js";
import { type FailOn, makeReport, type Report } from "../../compiler/diff/report/report.js";
import type { HostFile } from "../../isolation/host/load.js";
import { chosen, declaredPrograms, type Scope } from "../declaration/programs.js";
import { belongsTo } from "../tree/modules.js";
import { findVersioned } from "./releases.js";

export interface CompareOptions extends Scope {
  readonly failOn: FailOn;
  /** The file of changes that may pass, where it is not the usual one. */
  readonly ignore?: string;
  /** Hosts that Nix makes with both sides, to be compared too. */
  readonly hosts?: readonly HostFile[];
  /** The day it is, as `2026-12-31`: what may pass does so until a day. */
  readonly today: string;
}

/** What a change of the options means, and what its reader should know about the comparison. */
export interface Compared {
  readonly report: Report;
  readonly notes: readonly string[];
}

/**
 * Compares two states of the options.
 * @param head the working tree, or the version of the program that is held, where nothing is said
 * @throws {NixsmithError} where one of them cannot be read
 */
export async function compareStates(
  base: string,
  head: string | undefined,
  options: CompareOptions,
): Promise<Compared> {
  const { cwd, ignore, failOn, today, hosts } = options;
  const read = await readSides(base, head, cwd, (name) => findVersioned(name, options), ignore);
  const sides = hosts === undefined ? read : { ...read, ...(await evaluatedSides(read, hosts)) };
  const whole = diffSides(sides.base, sides.head, await gatherEvidence(sides.base, sides.head));
  const difference = await ofProgram(whole, options);
  const { notes, ...sifted } = sift(difference.findings, sides.ignore, today);
  return { report: makeReport(sides, sifted, difference, failOn), notes: [...sides.notes, ...notes] };
}

/** Nix is a lot of work, and few comparisons ask for it. */
async function evaluatedSides(
  { base, head }: Pick<Sides, "base" | "head">,
  hosts: readonly HostFile[],
): Promise<Pick<Sides, "base" | "head">> {
  const { withHosts } = await import("../verify/sides.js");
  return withHosts({ base, head }, hosts);
}

/** What is another program's is left out; what nobody can tell whose it is stays. */
async function ofProgram(difference: Difference, scope: Scope): Promise<Difference> {
  if (scope.only === undefined) return difference;
  const programs = await declaredPrograms(scope);
  const [wanted] = chosen(programs, scope.only);
  const others = programs.filter((program) => program !== wanted).map(belongsTo);
  const isOthers = (path: string): boolean => others.some((belongs) => belongs(path));
  return {
    findings: difference.findings.filter(({ subject }) => !isOthers(subject)),
    unclassified: difference.unclassified.filter((path) => !isOthers(path)),
  };
}
