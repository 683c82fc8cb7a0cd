import type { Rule } from "../engine/rule.js";
import { scriptMatches } from "../matches/code.js";

export const scriptAdded: Rule = {
  id: "script-added",
  severity: "security",
  mirror: "script-removed",
  reference: "A new shell part: read it.",
  find: (change) => scriptMatches(change, "added"),
};
