import { createHash } from "node:crypto";
import { visible } from "../../../errors.js";
import { rules } from "../rules/index.js";
import { qualified } from "./agents.js";
import { type Change, compareSides } from "./change.js";
import { type Evidence, noEvidence } from "./evidence.js";
import type { Match } from "./match.js";
import { severities } from "./names.js";
import type { Rule, Severity } from "./rule.js";
import { type Shared, shareMatches } from "./shared.js";
import type { Side } from "./side.js";
import { hashOf, snapshotPath } from "./snapshot.js";
import { statementOf, textOf } from "./statement.js";

/** One change that a rule has found. */
export interface Finding extends Match {
  readonly rule: Rule;
  /** The same for the same change, wherever and whenever it is found. Sixteen hexadecimal digits. */
  readonly fingerprint: string;
  /** Where the change is one of a definition that stands at several places; the subject is the first of them. */
  readonly shared?: SharedChange;
}

export interface SharedChange {
  /** The definition, and the key in it that has changed. */
  readonly definition: string;
  /** All of its places, each with the fingerprint that it would have alone. */
  readonly places: readonly Pick<Finding, "subject" | "fingerprint">[];
}

export interface Difference {
  /** Security first, then by rule and subject. */
  readonly findings: readonly Finding[];
  /** Files of the trees that differ in more than a version number in their header, and that no finding speaks of. */
  readonly unclassified: readonly string[];
}

/**
 * What differs between two sides, and what it means.
 * @param evidence without it, a comment in a file that runs is not told from code
 */
export function diffSides(base: Side, head: Side, evidence: Evidence = noEvidence): Difference {
  const change = compareSides(base, head, evidence);
  const findings = rules.flatMap((rule) =>
    shareMatches(rule.find(change), change).map((found) =>
      "places" in found ? asShared(rule, found) : asFinding(rule, found),
    ),
  );
  const subjects = new Set(findings.map(({ subject }) => subject));
  const isClassified = (path: string): boolean =>
    subjects.has(path) || (path === snapshotPath ? findings.length > 0 : change.isExplained(path));
  return {
    findings: [...findings].sort(byWeight),
    unclassified: differingFiles(change).filter((path) => !isClassified(path)),
  };
}

function asFinding(rule: Rule, match: Match): Finding {
  return { rule, fingerprint: fingerprintOf(rule, match), ...shown(match) };
}

/** What somebody has looked at is the change at these places: at one more it is another. */
function asShared(rule: Rule, { definition, places }: Shared): Finding {
  const [first] = places;
  const single = places.map((match) => ({
    subject: visible(match.subject),
    fingerprint: fingerprintOf(rule, match),
  }));
  const fingerprint = digest(JSON.stringify(single.map((one) => one.fingerprint)));
  return { rule, fingerprint, ...shown(first), shared: { definition: visible(definition), places: single } };
}

function fingerprintOf(rule: Rule, match: Match): string {
  const { subject, before = "", after = "", patch = "", exact } = match;
  const text = JSON.stringify([
    rule.id,
    subject,
    before,
    after,
    patch,
    ...(exact === undefined ? [] : [exact]),
  ]);
  return digest(text);
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** What is compared was written by whoever asks for the review. */
function shown({ subject, message, before, after, stub, patch }: Match): Match {
  return {
    subject: visible(subject),
    message: visible(message),
    ...(before === undefined ? {} : { before: visible(before) }),
    ...(after === undefined ? {} : { after: visible(after) }),
    ...(stub === undefined ? {} : { stub: visible(stub) }),
    ...(patch === undefined ? {} : { patch: visible(patch) }),
  };
}

export const rank = (severity: Severity): number => severities.indexOf(severity);

const order = new Map(rules.map((rule, at) => [rule, at]));

function byWeight(one: Finding, other: Finding): number {
  return (
    rank(other.rule.severity) - rank(one.rule.severity) ||
    (order.get(one.rule) ?? 0) - (order.get(other.rule) ?? 0) ||
    compareText(one.subject, other.subject) ||
    compareText(one.fingerprint, other.fingerprint)
  );
}

const compareText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

function differingFiles({ base, head, tree }: Change): readonly string[] {
  if (tree === undefined) return [];
  const [before, after] = [hashes(base), hashes(head)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Equal for what is the same but for headers, and for the order of what has none. */
function hashes({ snapshot, files }: Side): ReadonlyMap<string, string> {
  if (snapshot === undefined) return new Map();
  const own: [string, string] = [snapshotPath, textOf(statementOf(qualified(snapshot)))];
  // Without the tree there is only what it says of itself.
  if (files === undefined) return new Map([own]);
  return new Map([
    ...[...files].map(([path, content]): [string, string] => [path, hashOf(path, content)]),
    own,
  ]);
}
