import { wiringMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const wiringRemoved: Rule = {
  id: "wiring-removed",
  severity: "warning",
  mirror: "wiring-added",
  reference: "What the file of Nix did is done elsewhere, or no longer.",
  find: (change) => wiringMatches(change, "removed"),
};
