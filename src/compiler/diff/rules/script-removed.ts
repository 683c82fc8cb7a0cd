import type { Rule } from "../engine/rule.js";
import { scriptMatches } from "../matches/code.js";

export const scriptRemoved: Rule = {
  id: "script-removed",
  severity: "security",
  mirror: "script-added",
  reference: "What the shell part did is done elsewhere, or no longer: a check may be gone.",
  find: (change) => scriptMatches(change, "removed"),
};
