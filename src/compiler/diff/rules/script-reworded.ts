import { scriptMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const scriptReworded: Rule = {
  id: "script-reworded",
  severity: "info",
  mirror: "script-reworded",
  reference: "Only comments, empty lines or indentation of a shell part differ.",
  find: (change) => scriptMatches(change, "comments"),
};
