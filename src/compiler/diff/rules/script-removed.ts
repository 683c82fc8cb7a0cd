import { scriptMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const scriptRemoved: Rule = {
  id: "script-removed",
  severity: "warning",
  mirror: "script-added",
  reference: "What the shell part did is done elsewhere, or no longer.",
  find: (change) => scriptMatches(change, "removed"),
};
