import type { Rule } from "../engine/rule.js";
import { scriptMatches } from "../matches/code.js";

export const scriptChanged: Rule = {
  id: "script-changed",
  severity: "security",
  mirror: "script-changed",
  reference: "The shell parts run as root or as the user: read the difference.",
  find: (change) => scriptMatches(change, "code"),
};
