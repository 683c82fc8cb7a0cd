import type { Rule } from "../engine/rule.js";
import { scriptMatches } from "../matches/code.js";

export const scriptReworded: Rule = {
  id: "script-reworded",
  severity: "info",
  mirror: "script-reworded",
  reference: "Only comments, empty lines or indentation of a shell part differ.",
  find: (change) => scriptMatches(change, "comments"),
};
