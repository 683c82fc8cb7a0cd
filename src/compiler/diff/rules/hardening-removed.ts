import type { Rule } from "../engine/rule.js";
import { settingMatches } from "../hardening/matches.js";

export const hardeningRemoved: Rule = {
  id: "hardening-removed",
  severity: "security",
  mirror: "hardening-added",
  reference: "The sandbox no longer has the property.",
  find: ({ tree }) => settingMatches(tree, "removed"),
};
