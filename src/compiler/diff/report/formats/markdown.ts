import type { Finding } from "../../engine/engine.js";
import type { Severity } from "../../engine/rule.js";
import type { IgnoreEntry } from "../ignore-file.js";
import { bySeverity, grouped, type Report, shownPlaces, summary } from "../report.js";
import { diffLines } from "./lines.js";
import { code, fence, plain } from "./markup.js";

/** Characters. GitHub and Gitea refuse a comment of more than 65,536. */
const longest = 60_000;
/** Characters of one difference, so that no finding takes the room of the others. */
const longestDiff = 6000;

/** Severities that a reviewer has to open; the others are folded away. */
const open: ReadonlySet<Severity> = new Set(["security", "breaking"]);

/** For a comment on a pull request. Nothing in it that the pull request wrote is read as Markdown or HTML. */
export function markdown(report: Report): string {
  const { base, head, findings, ignored } = report;
  const groups = bySeverity(findings).map(([severity, some]) => ({
    title: `${capital(severity)} (${some.length})`,
    folded: !open.has(severity),
    items: grouped(some).map(item),
  }));
  const passed = { title: `Ignored (${ignored.length})`, folded: true, items: ignored.map(ignoredItem) };
  const sections = [...groups, ...(ignored.length === 0 ? [] : [passed])];
  const heading = `### ${code(base.name)} → ${code(head.name)}: ${verdict(report)}`;
  return `${[heading, ...withinRoom(sections, longest - heading.length).map(section)].join("\n\n")}\n`;
}

interface Section {
  readonly title: string;
  readonly folded: boolean;
  readonly items: readonly string[];
}

function verdict(report: Report): string {
  const { failed, failOn, unclassified } = report;
  const counts = summary({ ...report, unclassified: [] });
  const text = unclassified.length > 0 ? `${counts}, and files that no rule reads` : counts;
  const files = unclassified.map((path) => `\n- ${code(path)}`).join("");
  return `${text}${failed ? ` (fails on ${failOn})` : ""}${files === "" ? "" : `\n${files}`}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** As many items as there is room for, the gravest first, and a line that says how many are missing. */
function withinRoom(sections: readonly Section[], room: number): readonly Section[] {
  let left = room - 200 * sections.length;
  return sections.map((one) => {
    const items = one.items.filter((text) => {
      const fits = text.length < left;
      if (fits) left -= text.length + 1;
      return fits;
    });
    const missing = one.items.length - items.length;
    return missing === 0 ? one : { ...one, items: [...items, `- … and ${missing} more, in the job's log`] };
  });
}

function section({ title, folded, items }: Section): string {
  const list = items.join("\n");
  return folded
    ? `<details>\n<summary>${title}</summary>\n\n${list}\n\n</details>`
    : `#### ${title}\n\n${list}`;
}

function item(group: readonly [Finding, ...Finding[]]): string {
  const [first] = group;
  const { rule, message, stub, patch } = first;
  const subjects = group.map(
    (finding) => `**${code(finding.subject)}**${plain(shownPlaces(finding))} (${code(finding.fingerprint)})`,
  );
  const lines = shortened(diffLines(first)).join("\n");
  const diff =
    lines === ""
      ? []
      : [patch === undefined ? fence("diff", lines) : fold("the difference", fence("diff", lines))];
  const paste = stub === undefined ? [] : [fold("to paste into the module", fence("nix", stub))];
  const head = `- ${subjects.join(", ")} ${plain(message)}  \n*${rule.id}:* ${rule.reference}`;
  return [head, ...diff, ...paste].join("\n\n").replaceAll("\n", "\n  ").replace(/^ +$/gm, "");
}

/** The first lines, and how many more there are. */
function shortened(lines: readonly string[]): readonly string[] {
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length + 1;
    return length <= longestDiff;
  });
  const missing = lines.length - kept.length;
  return missing === 0 ? lines : [...kept, `… and ${missing} more lines, in the job's log`];
}

function ignoredItem([finding, { reason, until }]: readonly [Finding, IgnoreEntry]): string {
  const { subject, message, fingerprint } = finding;
  return `- ${code(subject)}${plain(shownPlaces(finding))} ${plain(message)} (${code(fingerprint)}), until ${until}: ${plain(reason)}`;
}

const fold = (title: string, body: string): string =>
  `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
