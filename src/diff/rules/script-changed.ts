import type { Rule } from "../rule.js";
import { scriptMatches } from "../scripts.js";

export const scriptChanged: Rule = {
  id: "script-changed",
  severity: "security",
  mirror: "script-changed",
  reference: "The shell parts run as root or as the user: read the difference.",
  find: (change) => scriptMatches(change, "code"),
};
