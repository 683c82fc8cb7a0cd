import { decodeFacts, type Facts } from "../../src/compiler/importers/facts.js";
import settings from "./settings.json" with { type: "json" };
import tui from "./tui.json" with { type: "json" };

/** What is published of opencode's `opencode.json`, and what the program itself reads of `tui.json`. */
export const facts: Readonly<Record<"settings" | "tui", Facts>> = {
  settings: decodeFacts(settings),
  tui: decodeFacts(tui),
};
