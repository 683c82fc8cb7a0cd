import type { Finding } from "../engine.js";
import { severities } from "../names.js";
import { bySeverity, type Report } from "../report.js";
import type { Rule } from "../rule.js";
import { rules } from "../rules/index.js";
import { diffLines } from "./lines.js";

/** JUnit's XML: a suite for each severity, a test for each rule; one that found something has failed. */
export function junit({ findings }: Report): string {
  const found = new Map(bySeverity(findings));
  const suites = severities.toReversed().map((severity) => {
    const own = found.get(severity) ?? [];
    const cases = rules
      .filter((rule) => rule.severity === severity)
      .map((rule) =>
        testCase(
          rule,
          own.filter((finding) => finding.rule === rule),
        ),
      );
    const failures = new Set(own.map(({ rule }) => rule)).size;
    return `  <testsuite name="${severity}" tests="${cases.length}" failures="${failures}">\n${cases.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nixsmith diff">\n${suites.join("")}</testsuites>\n`;
}

function testCase({ id, severity, reference }: Rule, findings: readonly Finding[]): string {
  const open = `    <testcase name="${id}" classname="nixsmith.diff.${severity}"`;
  if (findings.length === 0) return `${open}/>\n`;
  const lines = findings.flatMap((finding) => [
    `${finding.subject} ${finding.message} [${finding.fingerprint}]`,
    ...diffLines(finding).map((line) => `  ${line}`),
  ]);
  return `${open}>\n      <failure message="${xml(reference)}">${xml(lines.join("\n"))}</failure>\n    </testcase>\n`;
}

/** XML 1.0 has no form at all for most control characters. */
function xml(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
