import { renderTemplate } from "../template.js";
import { type Fact, factsOf } from "./facts.js";
import { paragraphs, type Stretch } from "./prose.js";
import type { Entry, ModuleReference } from "./reference.js";

/** A module's options as Markdown that forges render (CommonMark). */
export function markdownPage(module: ModuleReference, header: string): string {
  return renderTemplate("docs/options.md", {
    header,
    name: code(module.name),
    summary: module.summary,
    declarations: module.declarations.map(code).join(", "),
    sections: module.sections.map(({ name, entries }) => ({
      name: code(name),
      anchor: anchorOf(name),
      count: entries.length,
      entries: entries.map(entryView),
    })),
  });
}

function entryView(entry: Entry) {
  return {
    name: code(entry.name),
    description: paragraphs(entry.description).map((words) => words.map(stretch).join("")),
    facts: factsOf(entry).map(fact),
  };
}

const stretch = ({ kind, text }: Stretch): string => (kind === "text" ? escaped(text) : code(text));

function fact({ term, kind, text }: Fact): string {
  switch (kind) {
    case "words":
      return `${term}: ${escaped(text)}`;
    case "prose":
      return `${term}: ${paragraphs(text).flat().map(stretch).join("")}`;
    case "code":
      return text.includes("\n") ? `${term}:\n\n${fenced(text)}` : `${term}: ${code(text)}`;
  }
}

/** CommonMark takes a backslash before any of these for the character itself. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|#~]/g, "\\$&");

/** Code, between more backticks than stand in it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = /^`|`$/.test(text) ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}

/** A code block inside a list item. */
const fenced = (text: string): string =>
  ["```nix", ...text.split("\n"), "```"].map((line) => (line === "" ? "" : `  ${line}`)).join("\n");

/** How forges make an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
