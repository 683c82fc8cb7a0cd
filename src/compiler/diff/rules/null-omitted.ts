import type { Rule } from "../engine/rule.js";
import { nullMatches } from "../options/null-matches.js";

export const nullOmitted: Rule = {
  id: "null-omitted",
  severity: "breaking",
  mirror: "null-written",
  reference:
    "A configuration says null, which is no longer written: the program does as where nothing is said.",
  find: ({ options }) => nullMatches(options, "omitted"),
};
