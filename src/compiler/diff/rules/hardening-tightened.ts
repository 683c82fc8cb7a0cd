import type { Rule } from "../engine/rule.js";
import { settingMatches } from "../hardening/matches.js";

export const hardeningTightened: Rule = {
  id: "hardening-tightened",
  severity: "warning",
  mirror: "hardening-loosened",
  reference: "The property allows less than it did; what relied on it stops working.",
  find: ({ tree }) => settingMatches(tree, "stricter"),
};
