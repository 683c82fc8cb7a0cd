import { settingMatches } from "../hardening/matches.js";
import type { Rule } from "../rule.js";

export const hardeningChanged: Rule = {
  id: "hardening-changed",
  severity: "security",
  mirror: "hardening-changed",
  reference: "Neither value can be shown to be at least as strict as the other.",
  find: ({ tree }) => settingMatches(tree, "unclear"),
};
