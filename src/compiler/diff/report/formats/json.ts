import type { Finding } from "../../engine/engine.js";
import type { Severity } from "../../engine/rule.js";
import { locate } from "../locate.js";
import type { FailOn, Report } from "../report.js";

/** What a change means, as data; keys are only ever added. */
export interface Review {
  readonly base: string;
  readonly head: string;
  readonly failOn: FailOn;
  /** Whether a finding is as grave as `failOn`, or a file differs that no finding speaks of. */
  readonly failed: boolean;
  /** Security first, then by rule and subject. */
  readonly findings: readonly ReviewFinding[];
  /** Those that the ignore file of the base lets pass, with its reason and the day until which it does. */
  readonly ignored: readonly IgnoredFinding[];
  /** Files that differ, and that no finding speaks of. */
  readonly unclassified: readonly string[];
}

/** One change that a rule has found. */
export interface ReviewFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** The same for the same change, wherever and whenever it is found. Sixteen hexadecimal digits. */
  readonly fingerprint: string;
  /** The option, file, or row of the policy that has changed. */
  readonly subject: string;
  readonly message: string;
  /** What the rule stands on. */
  readonly reference: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** What a host adds to keep what it has. */
  readonly stub?: string | undefined;
  /** A unified diff, where lines of a file are what has changed. */
  readonly patch?: string | undefined;
  /** The definition that has changed, where that stands at several places; the subject is the first of them. */
  readonly definition?: string | undefined;
  /** All places of that definition. */
  readonly places?: readonly string[] | undefined;
  /** Where the head's tree declares the subject, where that is known. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

export interface IgnoredFinding extends ReviewFinding {
  readonly reason: string;
  readonly until: string | undefined;
}

export function reviewOf(report: Report): Review {
  const { base, head, findings, ignored, failOn, failed, unclassified } = report;
  return {
    base: base.name,
    head: head.name,
    failOn,
    failed,
    findings: findings.map((finding) => asData(finding, report)),
    ignored: ignored.map(([finding, { reason, until }]) => ({ ...asData(finding, report), reason, until })),
    unclassified,
  };
}

/** The same for machines. */
export const json = (report: Report): string => `${JSON.stringify(reviewOf(report), null, 2)}\n`;

function asData(finding: Finding, { head }: Report): ReviewFinding {
  const { rule, fingerprint, subject, message, before, after, stub, patch, shared } = finding;
  const { id, severity, reference } = rule;
  const place = locate(finding, head);
  return {
    rule: id,
    severity,
    fingerprint,
    subject,
    message,
    reference,
    before,
    after,
    stub,
    patch,
    definition: shared?.definition,
    places: shared?.places.map((one) => one.subject),
    ...place,
  };
}
