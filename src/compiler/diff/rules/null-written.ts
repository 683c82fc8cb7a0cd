import type { Rule } from "../engine/rule.js";
import { nullMatches } from "../options/null-matches.js";

export const nullWritten: Rule = {
  id: "null-written",
  severity: "warning",
  mirror: "null-omitted",
  reference: "A configuration that says null to leave the key out has the program read null.",
  find: ({ options }) => nullMatches(options, "written"),
};
