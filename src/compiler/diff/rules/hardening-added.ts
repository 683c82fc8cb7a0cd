import { settingMatches } from "../hardening/matches.js";
import type { Rule } from "../rule.js";

export const hardeningAdded: Rule = {
  id: "hardening-added",
  severity: "warning",
  mirror: "hardening-removed",
  reference: "The sandbox takes something away that worked until now.",
  find: ({ tree }) => settingMatches(tree, "added"),
};
