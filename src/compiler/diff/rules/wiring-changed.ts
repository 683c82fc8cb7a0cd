import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const wiringChanged: Rule = {
  id: "wiring-changed",
  severity: "security",
  mirror: "wiring-changed",
  reference:
    "The module's own Nix grants, mounts and refuses, and no change of an option explains what differs: read it.",
  find: (change) => wiringMatches(change, "code"),
};
