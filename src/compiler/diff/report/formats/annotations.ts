import type { Finding } from "../../engine/engine.js";
import type { Severity } from "../../engine/rule.js";
import { type Location, locate } from "../locate.js";
import { type Report, shownPlaces, summary } from "../report.js";
import { diffLines } from "./lines.js";
import { code, fence, plain } from "./markup.js";

const commands: Readonly<Record<Severity, string>> = {
  security: "error",
  breaking: "error",
  warning: "warning",
  info: "notice",
};

/** Workflow commands, which GitHub shows at the lines of a pull request (GitHub Docs, "Workflow commands"). */
export function github(report: Report): string {
  const lines = report.findings.map((finding) => {
    const { rule, fingerprint } = finding;
    const place = locate(finding, report.head);
    const properties = { ...place, title: `${rule.severity}: ${rule.id} [${fingerprint}]` };
    const list = Object.entries(properties).map(
      ([name, value]) => `${name}=${escapeProperty(String(value))}`,
    );
    return `::${commands[rule.severity]} ${list.join(",")}::${escapeData(body(finding))}\n`;
  });
  return `${lines.join("")}${summary(report)}\n`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/**
 * The body of a request to Gitea's `POST /repos/{owner}/{repo}/pulls/{index}/reviews`: a comment at each line. Gitea's
 * runner shows workflow commands as plain text, so a review is how it annotates.
 */
export function gitea(report: Report): string {
  const comments = report.findings.flatMap((finding) => {
    const place = locate(finding, report.head);
    return place === undefined ? [] : [comment(finding, place)];
  });
  return `${JSON.stringify({ event: "COMMENT", body: summary(report), comments }, null, 2)}\n`;
}

function comment(finding: Finding, { file, line }: Location): object {
  const { rule, fingerprint } = finding;
  const { subject, message } = finding;
  const lines = diffLines(finding).join("\n");
  const text = `**${rule.severity}:** ${code(subject)}${plain(shownPlaces(finding))} ${plain(message)} (${code(fingerprint)})`;
  const parts = [text, ...(lines === "" ? [] : [fence("diff", lines)]), `*${rule.id}:* ${rule.reference}`];
  return { path: file, new_position: line, body: parts.join("\n\n") };
}

function body(finding: Finding): string {
  const { subject, message, before, after } = finding;
  const values = [
    ...(before === undefined ? [] : [`before: ${before}`]),
    ...(after === undefined ? [] : [`after: ${after}`]),
  ];
  return [`${subject}${shownPlaces(finding)} ${message}`, ...values].join("\n");
}
