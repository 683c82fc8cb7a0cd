import { renderTemplate } from "../template.js";
import { type Fact, factsOf } from "./facts.js";
import { isTypeName } from "./flatten.js";
import { paragraphs, type Stretch } from "./prose.js";
import type { Entry, ModuleReference } from "./reference.js";

/** A module's options as Markdown that forges render (CommonMark). */
export function markdownPage(module: ModuleReference, header: string): string {
  const anchors = new Map(module.sections.map(({ name }) => [name, `${anchorOf(name)}-options`]));
  const words = stretchIn(anchors);
  return renderTemplate("docs/options.md", {
    header,
    name: code(module.name),
    summary: module.summary,
    notes: module.notes.map((note) => prose(note, words)),
    declarations: module.declarations.map(code).join(", "),
    sections: module.sections.map(({ name, entries }) => ({
      name: code(name),
      anchor: anchors.get(name) ?? "",
      count: entries.length,
      entries: entries.map((entry) => entryView(entry, words)),
    })),
  });
}

type Write = (stretch: Stretch) => string;

function entryView(entry: Entry, words: Write) {
  return {
    name: code(entry.name),
    description: paragraphs(entry.description).map((paragraph) => paragraph.map(words).join("")),
    facts: factsOf(entry).map((one) => fact(one, words)),
  };
}

/** Code that is the name of a type with a section of its own leads there. */
const stretchIn =
  (anchors: ReadonlyMap<string, string>): Write =>
  ({ kind, text }) => {
    if (kind === "text") return escaped(text);
    const anchor = isTypeName(text) ? anchors.get(text) : undefined;
    return anchor === undefined ? code(text) : `[${code(text)}](#${anchor})`;
  };

const prose = (text: string, words: Write): string => paragraphs(text).flat().map(words).join("");

function fact({ term, kind, text }: Fact, words: Write): string {
  switch (kind) {
    case "words":
      return `${term}: ${escaped(text)}`;
    case "prose":
      return `${term}: ${prose(text, words)}`;
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
