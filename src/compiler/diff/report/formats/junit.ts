import { type Finding, rank } from "../../engine/engine.js";
import { severities } from "../../engine/names.js";
import type { Rule, Severity } from "../../engine/rule.js";
import { rules } from "../../rules/index.js";
import { bySeverity, type Report, shownPlaces } from "../report.js";
import { diffLines } from "./lines.js";

/**
 * JUnit's XML: a suite for each severity, a test for each rule. One whose findings fail the comparison has failed; what
 * others have found is output of a test that passed.
 */
export function junit(report: Report): string {
  const { findings, failOn, unclassified } = report;
  const fails = (severity: Severity): boolean => failOn !== "never" && rank(severity) >= rank(failOn);
  const found = new Map(bySeverity(findings));
  const suites = severities.toReversed().map((severity) => {
    const own = found.get(severity) ?? [];
    const cases = rules
      .filter((rule) => rule.severity === severity)
      .map((rule) =>
        testCase(
          rule,
          own.filter((finding) => finding.rule === rule),
          fails(severity),
        ),
      );
    const failures = fails(severity) ? new Set(own.map(({ rule }) => rule)).size : 0;
    return `  <testsuite name="${severity}" tests="${cases.length}" failures="${failures}">\n${cases.join("")}  </testsuite>\n`;
  });
  const unread = unclassified.length === 0 ? "" : unreadSuite(unclassified, failOn !== "never");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nixsmith diff">\n${suites.join("")}${unread}</testsuites>\n`;
}

/** Files that differ, and that no rule reads. */
function unreadSuite(files: readonly string[], failed: boolean): string {
  const found = outcome("files differ, and no rule reads them", files.join("\n"), failed);
  return `  <testsuite name="unclassified" tests="1" failures="${failed ? 1 : 0}">\n    <testcase name="unclassified" classname="nixsmith.diff">\n${found}    </testcase>\n  </testsuite>\n`;
}

function outcome(message: string, text: string, failed: boolean): string {
  return failed
    ? `      <failure message="${xml(message)}">${xml(text)}</failure>\n`
    : `      <system-out>${xml(text)}</system-out>\n`;
}

function testCase({ id, severity, reference }: Rule, findings: readonly Finding[], failed: boolean): string {
  const open = `    <testcase name="${id}" classname="nixsmith.diff.${severity}"`;
  if (findings.length === 0) return `${open}/>\n`;
  const lines = findings.flatMap((finding) => [
    `${finding.subject}${shownPlaces(finding)} ${finding.message} [${finding.fingerprint}]`,
    ...diffLines(finding).map((line) => `  ${line}`),
  ]);
  return `${open}>\n${outcome(reference, lines.join("\n"), failed)}    </testcase>\n`;
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
