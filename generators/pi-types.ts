import { keybindings, models, type PiFile, settings } from "../schema/pi/index.js";
import type { Artefact, Provenance } from "./artefact.js";
import { typeFile } from "./options.js";

const files: readonly (readonly [string, PiFile])[] = [
  ["settings", settings],
  ["keybindings", keybindings],
  ["models", models],
];

/** The types of pi's own configuration files, which both modules import. */
export function piTypes(provenance: Provenance): readonly Artefact[] {
  return files.map(([name, { type, definitions }]) => ({
    path: `pi/${name}.nix`,
    content: typeFile(type, definitions, provenance),
  }));
}
