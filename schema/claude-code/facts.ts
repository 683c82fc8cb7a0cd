import { decodeFacts, type Facts } from "../../src/compiler/importers/facts.js";
import keybindings from "./keybindings.json" with { type: "json" };
import settings from "./settings.json" with { type: "json" };

/** What is published of Claude Code's `settings.json`, and what the program itself reads of `keybindings.json`. */
export const facts: Readonly<Record<"settings" | "keybindings", Facts>> = {
  settings: decodeFacts(settings),
  keybindings: decodeFacts(keybindings),
};
