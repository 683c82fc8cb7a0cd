import { packageVersion } from "../../root.js";
import type { Artefact } from "../emit/artefact.js";
import { sourceNames } from "../program/types.js";
import type { DocFormat } from "./formats.js";
import { htmlPage } from "./html.js";
import { manPage, manPageText } from "./man.js";
import { markdownPage } from "./markdown.js";
import { optionsJson } from "./options-json.js";
import { type DocumentedModule, type ModuleReference, referenceOf } from "./reference.js";

/** Not the marker of the emitted tree: neither command may take the other's files for its own left-overs. */
const marker = "Documented by nixsmith";

const isOurs = (current: string): boolean => current.split("\n", 4).join("\n").includes(marker);

/** What is documented. */
export interface Material {
  readonly modules: readonly DocumentedModule[];
  /** Schemas of files of data that people write, by the name of each, with a header. */
  readonly schemas: (header: string) => Readonly<Record<string, object>>;
}

/** The options reference in the formats asked for. */
export function documents(formats: readonly DocFormat[], material: Material): readonly Artefact[] {
  const programs = [...new Set(material.modules.map(({ program }) => program))];
  const source = sourceNames(programs);
  const version = packageVersion();
  const header = `${marker} ${version}, from ${source}; do not edit, run \`nixsmith docs\`.`;
  const references = formats.some(isPage) ? material.modules.map(referenceOf) : [];
  const about = { references, version, source, header, titles: programs.map(({ title }) => title) };
  return formats.flatMap((format) => documentsOf(format, { ...material, ...about }));
}

/** Whether people read it, and not programs. */
const isPage = (format: DocFormat): boolean => format !== "options-json" && format !== "json-schema";

interface Written extends Material {
  readonly references: readonly ModuleReference[];
  readonly version: string;
  /** The packages and versions that the options were taken from. */
  readonly source: string;
  readonly header: string;
  /** What people call the programs. */
  readonly titles: readonly string[];
}

function documentsOf(format: DocFormat, { modules, references, ...about }: Written): readonly Artefact[] {
  const { version, source, header, titles, schemas } = about;
  switch (format) {
    case "markdown":
      return references.map((module) => ({
        path: `${module.name}.md`,
        content: markdownPage(module, header),
        isOurs,
      }));
    case "options-json":
      return [{ path: "options.json", content: json(allOptions(modules)), isOurs: isOptionsJson }];
    case "man": {
      const path = `${manPage.name}.${manPage.section}`;
      return [{ path, content: manPageText(references, version, header), isOurs }];
    }
    case "json-schema":
      return Object.entries(schemas(header)).map(([path, schema]) => ({
        path,
        content: json(schema),
        isOurs,
      }));
    case "html":
      return [{ path: "options.html", content: htmlPage(references, { header, source, titles }), isOurs }];
  }
}

function allOptions(modules: readonly DocumentedModule[]): object {
  const declarations = new Map(modules.map(({ module, declarations }) => [module, declarations]));
  return optionsJson([...declarations.keys()], (module) => declarations.get(module) ?? []);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** nixosOptionsDoc's shape has no room for a marker: what has that shape was generated, by us or by it. */
function isOptionsJson(current: string): boolean {
  try {
    const entries = Object.values(JSON.parse(current));
    return entries.every((entry) => typeof entry === "object" && entry !== null && "declarations" in entry);
  } catch {
    return false;
  }
}
