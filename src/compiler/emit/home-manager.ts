import { piModule } from "../../../schema/pi/options/module.js";
import { renderTemplate } from "../template.js";
import { type Artefact, header, type Provenance } from "./artefact.js";
import { optionsFile } from "./options.js";

/** Where the module lies in the emitted tree. */
export const directory = "home-manager/pi";

/** Everything but the options: Nix and shell that no schema decides. */
const templates = [
  "default.nix",
  "host.nix",
  "files.nix",
  "source.nix",
  "agents.nix",
  "agent.nix",
  "permissions.nix",
  "front-matter/default.nix",
  "front-matter/scalar.nix",
  "front-matter/flow.nix",
  "front-matter/block.nix",
  "render.nix",
  "rules.nix",
  "skills.nix",
  "mcp.nix",
  "merge-settings.sh",
];

/** The Home Manager module: its options, the files it renders, the script that merges settings at activation. */
export function homeManagerModule(provenance: Provenance): readonly Artefact[] {
  const view = { header: header(provenance) };
  const types = Object.fromEntries(
    ["settings", "keybindings", "models"].map((name) => [name, `../../pi/${name}.nix`]),
  );
  return [
    ...templates.map((name) => ({
      path: `${directory}/${name}`,
      content: renderTemplate(`home-manager/${name}`, view),
    })),
    { path: `${directory}/options.nix`, content: optionsFile(piModule, types, provenance) },
  ];
}
