import { scriptMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const scriptAdded: Rule = {
  id: "script-added",
  severity: "security",
  mirror: "script-removed",
  reference: "A new shell part: read it.",
  find: (change) => scriptMatches(change, "added"),
};
