import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../root.js";
import { renderTemplate } from "../template.js";
import { type Fact, factsOf } from "./facts.js";
import { isTypeName, showOption } from "./flatten.js";
import { brief, escapeHtml, fragment, proseHtml, type Resolve, sourceHash } from "./html-text.js";
import type { Entry, ModuleReference } from "./reference.js";

const targets: Readonly<Record<ModuleReference["target"], string>> = {
  nixos: "NixOS",
  "home-manager": "Home Manager",
};

/** Where a page comes from. */
interface PageSource {
  readonly header: string;
  /** The packages and versions that the options were taken from. */
  readonly source: string;
  /** What people call the programs. */
  readonly titles: readonly string[];
}

/**
 * The reference as one page that needs nothing else: no font, image or script from anywhere, which its own policy
 * forbids as well.
 */
export function htmlPage(
  modules: readonly ModuleReference[],
  { header, source, titles }: PageSource,
): string {
  const styles = ["theme.css", "options.css"].map(asset).join("\n");
  const early = asset("theme.js");
  const script = asset("options.js");
  const names = new Set(modules.flatMap(entriesOf).map(({ name }) => name));
  return renderTemplate("docs/options.html", {
    header,
    source: escapeHtml(source),
    owner: titles.length === 1 ? `${escapeHtml(titles[0] ?? "")}'s` : "the programs'",
    styles,
    early,
    script,
    policy: `default-src 'none'; img-src data:; style-src ${sourceHash(styles)}; script-src ${sourceHash(early)} ${sourceHash(script)}`,
    count: names.size,
    modules: modules.map((module) => moduleView(module, names)),
  });
}

const asset = (name: string): string => readFileSync(join(packageRoot, "templates/docs", name), "utf8");

const entriesOf = ({ sections }: ModuleReference): readonly Entry[] =>
  sections.flatMap(({ entries }) => entries);

function moduleView(module: ModuleReference, names: ReadonlySet<string>) {
  return {
    id: `module:${module.name}`,
    href: fragment(`module:${module.name}`),
    name: escapeHtml(module.name),
    target: targets[module.target],
    summary: escapeHtml(module.summary),
    notes: module.notes.flatMap((note) => proseHtml(note, () => undefined)),
    count: entriesOf(module).length,
    sections: module.sections.map(({ name, entries }) => ({
      id: escapeHtml(`section:${name}`),
      href: fragment(`section:${name}`),
      label: escapeHtml(name === module.name ? `${name}, general` : name),
      name: escapeHtml(sectionName(name, module)),
      count: entries.length,
      entries: entries.map((entry) => entryView(entry, module, names)),
    })),
  };
}

function sectionName(name: string, module: ModuleReference): string {
  if (isTypeName(name)) return name;
  return name === module.name ? "General" : name.slice(module.name.length + 1);
}

function entryView(entry: Entry, { declarations }: ModuleReference, names: ReadonlySet<string>) {
  const resolve = resolveFrom(entry, names);
  const parts = entry.loc.map((part, index) =>
    index === 0 && isTypeName(entry.name) ? part : showOption([part]),
  );
  const declared = declarations.map((file): Fact => ({ term: "Declared in", kind: "code", text: file }));
  return {
    id: escapeHtml(entry.name),
    href: fragment(entry.name),
    prefix: breakable(parts.slice(0, -1).map((part) => `${part}.`)),
    last: breakable(parts.slice(-1)),
    type: escapeHtml(entry.type),
    brief: brief(entry.description),
    isDeprecated: entry.deprecated !== undefined,
    description: proseHtml(entry.description, resolve),
    facts: [...factsOf(entry), ...declared].map((fact) => ({
      term: escapeHtml(fact.term),
      value: factHtml(fact, resolve),
      isWarning: fact.isWarning === true,
    })),
  };
}

function factHtml({ kind, text }: Fact, resolve: Resolve): string {
  switch (kind) {
    case "words":
      return escapeHtml(text);
    case "prose":
      return proseHtml(text, resolve).join(" ");
    case "code":
      return text.includes("\n")
        ? `<pre><code>${escapeHtml(text)}</code></pre>`
        : `<code>${escapeHtml(text)}</code>`;
  }
}

/** Long paths may be broken after a dot. */
const breakable = (parts: readonly string[]): string => parts.map(escapeHtml).join("<wbr>");

/** Descriptions name other options as one would beside the option described, or in full. */
function resolveFrom({ name, loc }: Entry, names: ReadonlySet<string>): Resolve {
  const scopes = loc.map((_, depth) => `${showOption(loc.slice(0, loc.length - 1 - depth))}.`);
  return (code) =>
    [...scopes, ""].map((scope) => scope + code).find((path) => path !== name && names.has(path));
}
