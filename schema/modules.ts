import type { Module } from "../src/compiler/ir/types.js";
import { piAgentModule } from "../src/isolation/options/agent.js";
import { keybindings, models, settings } from "./pi/index.js";
import { piModule } from "./pi/options/module.js";

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
