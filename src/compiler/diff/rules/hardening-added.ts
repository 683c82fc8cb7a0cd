import type { Rule } from "../engine/rule.js";
import { settingMatches } from "../hardening/matches.js";

export const hardeningAdded: Rule = {
  id: "hardening-added",
  severity: "warning",
  mirror: "hardening-removed",
  reference: "The sandbox takes something away that worked until now.",
  find: ({ tree }) => settingMatches(tree, "added"),
};
