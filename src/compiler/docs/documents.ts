import { modules } from "../../../schema/modules.js";
import { settings } from "../../../schema/pi/index.js";
import { hostSchema } from "../../isolation/host/host-schema.js";
import { packageVersion } from "../../root.js";
import type { Artefact } from "../emit/artefact.js";
import type { Module } from "../ir/types.js";
import { declarationsOf } from "./declarations.js";
import type { DocFormat } from "./formats.js";
import { htmlPage } from "./html.js";
import { manPage, manPageText } from "./man.js";
import { markdownPage } from "./markdown.js";
import { optionsJson } from "./options-json.js";
import { type ModuleReference, referenceOf } from "./reference.js";

/** Not the marker of the emitted tree: neither command may take the other's files for its own left-overs. */
const marker = "Documented by nixsmith";

const isOurs = (current: string): boolean => current.split("\n", 4).join("\n").includes(marker);

/** The options reference in the formats asked for. */
export function documents(formats: readonly DocFormat[]): readonly Artefact[] {
  const { package: name, version: piVersion } = settings.source;
  const version = packageVersion();
  const pi = `${name} ${piVersion}`;
  const header = `${marker} ${version}, from ${pi}; do not edit, run \`nixsmith docs\`.`;
  const references = modules.map(referenceOf);
  return formats.flatMap((format) => documentsOf(format, { modules, references, version, pi, header }));
}

interface Material {
  readonly modules: readonly Module[];
  readonly references: readonly ModuleReference[];
  readonly version: string;
  /** pi's package and version. */
  readonly pi: string;
  readonly header: string;
}

function documentsOf(format: DocFormat, { modules, references, ...about }: Material): readonly Artefact[] {
  const { version, pi, header } = about;
  switch (format) {
    case "markdown":
      return references.map((module) => ({
        path: `${module.name}.md`,
        content: markdownPage(module, header),
        isOurs,
      }));
    case "options-json":
      return [
        { path: "options.json", content: json(optionsJson(modules, declarationsOf)), isOurs: isOptionsJson },
      ];
    case "man": {
      const path = `${manPage.name}.${manPage.section}`;
      return [{ path, content: manPageText(references, version, header), isOurs }];
    }
    case "json-schema":
      return [{ path: "host.schema.json", content: json(hostSchema(header)), isOurs }];
    case "html":
      return [{ path: "options.html", content: htmlPage(references, header, pi), isOurs }];
  }
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
