import { keybindings, models, type PiFile, settings } from "../../../schema/pi/index.js";
import { retiredMessage } from "../../../schema/pi/retired.js";
import { fromJson, printNix } from "../nix/print.js";
import { renderTemplate } from "../template.js";
import { type Artefact, header, type Provenance } from "./artefact.js";
import { typeFile } from "./options.js";

const files: readonly (readonly [string, PiFile])[] = [
  ["settings", settings],
  ["keybindings", keybindings],
  ["models", models],
];

/** The types of pi's own configuration files and the keys it has given up, which both modules import. */
export function piTypes(provenance: Provenance): readonly Artefact[] {
  const types = files.map(([name, { type, definitions }]) => ({
    path: `pi/${name}.nix`,
    content: typeFile(type, definitions, provenance),
  }));
  return [...types, { path: "pi/retired.nix", content: retiredFile(provenance) }];
}

function retiredFile(provenance: Provenance): string {
  const messages = files.map(([name, { retired }]) => {
    const keys = Object.entries(retired).map(([key, entry]) => [key, retiredMessage(entry)] as const);
    return [name, Object.fromEntries(keys)] as const;
  });
  return renderTemplate("nix/retired.nix", {
    header: header(provenance),
    retired: printNix(fromJson(Object.fromEntries(messages)), { indent: 2 }),
  });
}
