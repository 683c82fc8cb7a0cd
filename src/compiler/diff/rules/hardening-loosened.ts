import type { Rule } from "../engine/rule.js";
import { settingMatches } from "../hardening/matches.js";

export const hardeningLoosened: Rule = {
  id: "hardening-loosened",
  severity: "security",
  mirror: "hardening-tightened",
  reference: "The property allows more than it did.",
  find: ({ tree }) => settingMatches(tree, "looser"),
};
