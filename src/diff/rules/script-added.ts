import type { Rule } from "../rule.js";
import { scriptMatches } from "../scripts.js";

export const scriptAdded: Rule = {
  id: "script-added",
  severity: "security",
  mirror: "script-removed",
  reference: "A new shell part: read it.",
  find: (change) => scriptMatches(change, "added"),
};
