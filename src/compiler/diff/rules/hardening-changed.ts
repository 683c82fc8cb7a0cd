import type { Rule } from "../engine/rule.js";
import { settingMatches } from "../hardening/matches.js";

export const hardeningChanged: Rule = {
  id: "hardening-changed",
  severity: "security",
  mirror: "hardening-changed",
  reference: "It cannot be shown that what holds now is at least as strict as before.",
  find: ({ tree }) => settingMatches(tree, "unclear"),
};
