import { renderTemplate } from "../template.js";
import { type Fact, factsOf } from "./facts.js";
import { paragraphs, type Stretch } from "./prose.js";
import type { Entry, ModuleReference } from "./reference.js";

/** Of the page, for its title and its file. */
export const manPage = { name: "nixsmith-options", section: 5 } as const;

/** All options as a manual page in the `man` macros (groff_man(7)), which man-db and mandoc render alike. */
export function manPageText(modules: readonly ModuleReference[], version: string, header: string): string {
  return renderTemplate("docs/options.5", {
    header,
    title: manPage.name.toUpperCase(),
    section: manPage.section,
    name: escaped(manPage.name),
    version,
    modules: modules.map((module) => ({
      name: bold(module.name),
      summary: line(escaped(module.summary)),
      notes: module.notes.map((note) => line(prose(note))),
      heading: escaped(module.name.toUpperCase()),
      entries: module.sections.flatMap(({ entries }) => entries.map(entryView)),
    })),
  });
}

function entryView(entry: Entry) {
  const description = paragraphs(entry.description).map((words) => line(words.map(stretch).join("")));
  return {
    name: bold(entry.name),
    first: description.slice(0, 1),
    rest: description.slice(1),
    facts: factsOf(entry).map((fact) => ({ term: italic(fact.term), ...value(fact) })),
  };
}

/** What stands beside a term, or in lines of its own below it. */
function value({ kind, text }: Fact): { readonly beside: string; readonly below: readonly string[] } {
  if (kind === "prose") return { beside: ` ${prose(text)}`, below: [] };
  if (kind === "code" && text.includes("\n"))
    return { beside: "", below: escaped(text).split("\n").map(line) };
  return { beside: ` ${escaped(text)}`, below: [] };
}

const prose = (text: string): string => paragraphs(text).flat().map(stretch).join("");

function stretch({ kind, text }: Stretch): string {
  switch (kind) {
    case "text":
      return escaped(text);
    case "code":
      return bold(text);
    case "manpage":
      return italic(text);
  }
}

const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;
const italic = (text: string): string => `\\fI${escaped(text)}\\fR`;
/** A line of its own must not be taken for a request. */
const line = (printed: string): string => (printed.startsWith(".") ? `\\&${printed}` : printed);

/** Characters that roff sets as others or takes for its own (groff_char(7)). */
const glyphs: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  '"': "\\(dq",
};

/** Text as roff prints it. Long paths may be broken after a dot or a bar, without a hyphen. */
const escaped = (text: string): string =>
  text
    .replace(/[\\\-'`^~"]/g, (character) => glyphs[character] ?? character)
    .replace(
      /[^\n -~]/gu,
      (character) => `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replace(/(?<=[^\s.])[.|](?=[^\s.|])/g, "$&\\:");
