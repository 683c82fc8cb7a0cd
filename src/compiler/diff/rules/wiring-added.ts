import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const wiringAdded: Rule = {
  id: "wiring-added",
  severity: "security",
  mirror: "wiring-removed",
  reference: "A new file of the module's own Nix: read it.",
  find: (change) => wiringMatches(change, "added"),
};
