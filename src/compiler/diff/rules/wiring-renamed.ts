import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const wiringRenamed: Rule = {
  id: "wiring-renamed",
  severity: "info",
  mirror: "wiring-changed",
  reference:
    "A file of Nix uses the new name of an option whose old name is forwarded, and differs in nothing else.",
  find: (change) => wiringMatches(change, "renamed"),
};
