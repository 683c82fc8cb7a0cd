import { scriptMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const scriptChanged: Rule = {
  id: "script-changed",
  severity: "security",
  mirror: "script-changed",
  reference: "The shell parts run as root or as the user: read the difference.",
  find: (change) => scriptMatches(change, "code"),
};
