import { type Difference, type Finding, rank } from "../engine/engine.js";
import { type failOnNames, severities } from "../engine/names.js";
import type { Severity } from "../engine/rule.js";
import type { Side } from "../engine/side.js";
import type { Sifted } from "./ignore.js";
import type { IgnoreEntry } from "./ignore-file.js";

export type FailOn = (typeof failOnNames)[number];

/** What the formats show. */
export interface Report {
  readonly base: Side;
  readonly head: Side;
  readonly findings: readonly Finding[];
  readonly ignored: readonly (readonly [Finding, IgnoreEntry])[];
  readonly failOn: FailOn;
  readonly failed: boolean;
  /** Files that differ, and that no finding speaks of. */
  readonly unclassified: readonly string[];
}

export function makeReport(
  { base, head }: { readonly base: Side; readonly head: Side },
  { findings, ignored }: Omit<Sifted, "notes">,
  { unclassified }: Pick<Difference, "unclassified">,
  failOn: FailOn,
): Report {
  return {
    base,
    head,
    findings,
    ignored,
    failOn,
    failed:
      failOn !== "never" &&
      (unclassified.length > 0 || findings.some(({ rule }) => rank(rule.severity) >= rank(failOn))),
    unclassified,
  };
}

/** The findings by severity, the gravest first; severities without any are left out. */
export function bySeverity(
  findings: readonly Finding[],
): readonly (readonly [Severity, readonly Finding[]])[] {
  return severities
    .toReversed()
    .map((severity) => [severity, findings.filter(({ rule }) => rule.severity === severity)] as const)
    .filter(([, some]) => some.length > 0);
}

/** Findings that differ only in where the option stands, as where several modules hold one type, are one item. */
export function grouped(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { rule, subject, message, before, after, stub, patch } = finding;
    const name = subject.slice(subject.lastIndexOf(".") + 1);
    const key = JSON.stringify([rule.id, name, message, before, after, stub, patch]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** What follows the subject of a change that is one of a definition: what that is, and at how many places it stands. */
export const shownPlaces = ({ shared }: Finding): string =>
  shared === undefined ? "" : ` (${shared.definition}, at ${shared.places.length} places)`;

/** One line: how many of which severity, what was ignored, or that nothing was found. */
export function summary({ findings, ignored, unclassified }: Report): string {
  const counts = bySeverity(findings).map(([severity, some]) => `${some.length} ${severity}`);
  if (ignored.length > 0) counts.push(`${ignored.length} ignored`);
  if (unclassified.length > 0) counts.push(`unclassified: ${unclassified.join(", ")}`);
  return counts.length === 0 ? "no change" : counts.join(", ");
}
