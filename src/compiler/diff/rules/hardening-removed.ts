import { settingMatches } from "../hardening/matches.js";
import type { Rule } from "../rule.js";

export const hardeningRemoved: Rule = {
  id: "hardening-removed",
  severity: "security",
  mirror: "hardening-added",
  reference: "The sandbox no longer has the property.",
  find: ({ tree }) => settingMatches(tree, "removed"),
};
