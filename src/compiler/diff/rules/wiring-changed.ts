import { wiringMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const wiringChanged: Rule = {
  id: "wiring-changed",
  severity: "security",
  mirror: "wiring-changed",
  reference: "The module's own Nix grants, mounts and refuses: read the difference.",
  find: (change) => wiringMatches(change, "code"),
};
