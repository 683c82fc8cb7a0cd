import type { Finding } from "../engine.js";
import { locate } from "../locate.js";
import type { Report } from "../report.js";

/** For machines; keys are only ever added. */
export function json(report: Report): string {
  const { base, head, findings, ignored, failOn, failed, unclassified } = report;
  const data = {
    base: base.name,
    head: head.name,
    failOn,
    failed,
    findings: findings.map((finding) => asData(finding, report)),
    ignored: ignored.map(([finding, { reason, until }]) => ({ ...asData(finding, report), reason, until })),
    unclassified,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function asData(finding: Finding, { head }: Report): object {
  const { rule, fingerprint, subject, message, before, after, stub, patch } = finding;
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
    ...place,
  };
}
