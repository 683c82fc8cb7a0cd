import type { Module } from "../src/ir/types.js";
import { piModule } from "./home-manager/pi.js";
import { piAgentModule } from "./nixos/pi-agent.js";
import { keybindings, models, settings } from "./pi/index.js";

/** The types that options of the modules refer to by name, and those that they refer to in turn. */
const definitions: Module["definitions"] = {
  ...settings.definitions,
  ...keybindings.definitions,
  ...models.definitions,
  settings: settings.type,
  keybindings: keybindings.type,
  models: models.type,
};

/** Every module, whole: with the types of pi's files, which the emitted tree keeps in files of their own. */
export const modules: readonly Module[] = [piAgentModule, piModule].map((module) => ({
  ...module,
  definitions,
}));
