import { decodePackageFacts, type Facts } from "../../src/compiler/importers/facts.js";
import type { Source } from "../../src/compiler/importers/origin.js";
import keybindings from "./keybindings.json" with { type: "json" };
import models from "./models.json" with { type: "json" };
import settings from "./settings.json" with { type: "json" };

/** What the package says of pi's configuration files: `settings.json`, `keybindings.json`, `models.json`. */
export const facts: Readonly<Record<"settings" | "keybindings" | "models", Facts<Source>>> = {
  settings: decodePackageFacts(settings),
  keybindings: decodePackageFacts(keybindings),
  models: decodePackageFacts(models),
};
