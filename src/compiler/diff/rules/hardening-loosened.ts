import { settingMatches } from "../hardening/matches.js";
import type { Rule } from "../rule.js";

export const hardeningLoosened: Rule = {
  id: "hardening-loosened",
  severity: "security",
  mirror: "hardening-tightened",
  reference: "The property allows more than it did.",
  find: ({ tree }) => settingMatches(tree, "looser"),
};
