import type { Colours } from "../../../../colours.js";
import type { Finding } from "../../engine/engine.js";
import type { Severity } from "../../engine/rule.js";
import { bySeverity, grouped, type Report, shownPlaces, summary } from "../report.js";
import { diffLines } from "./lines.js";

/** For a terminal: findings under their severity, each with what was, what is, and what to paste. */
export function text(report: Report, colours: Colours): string {
  const { base, head, findings, ignored } = report;
  const groups = bySeverity(findings).map(([severity, some]) => {
    const paint = painter(severity, colours);
    return [paint(severity.toUpperCase()), ...grouped(some).map((group) => block(group, colours)), ""].join(
      "\n",
    );
  });
  const passed = ignored.map(
    ([finding, { reason, until }]) =>
      `ignored until ${until}: ${finding.subject}${shownPlaces(finding)} ${finding.message} [${finding.fingerprint}]\n    ${reason}\n`,
  );
  return [`${base.name} -> ${head.name}\n`, ...groups, ...passed, `${summary(report)}\n`].join("\n");
}

function painter(severity: Severity, colours: Colours): (text: string) => string {
  switch (severity) {
    case "security":
      return colours.magenta;
    case "breaking":
      return colours.red;
    case "warning":
      return colours.yellow;
    case "info":
      return colours.cyan;
  }
}

function block(group: readonly [Finding, ...Finding[]], colours: Colours): string {
  const [first] = group;
  const { rule, message, stub } = first;
  const heads = group.map(
    (finding) =>
      `  ${colours.bold(finding.subject)}${shownPlaces(finding)} ${message}  ${colours.dim(`${rule.id} [${finding.fingerprint}]`)}`,
  );
  const lines = diffLines(first).map((line) => {
    if (line.startsWith("+")) return colours.green(line);
    return line.startsWith("-") ? colours.red(line) : line;
  });
  const paste = stub === undefined ? [] : ["to paste:", ...stub.split("\n").map((line) => `  ${line}`)];
  return [...heads, ...[...lines, ...paste].map((line) => `    ${line}`.trimEnd())].join("\n");
}
