import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const wiringRemoved: Rule = {
  id: "wiring-removed",
  severity: "security",
  mirror: "wiring-added",
  reference: "What the file of Nix did is done elsewhere, or no longer: a check may be gone.",
  find: (change) => wiringMatches(change, "removed"),
};
