import type { Rule } from "../engine/rule.js";
import { waiverMatches } from "../matches/waived.js";

export const waiverAdded: Rule = {
  id: "waiver-added",
  severity: "security",
  mirror: "waiver-removed",
  reference:
    "The change brings a waiver for changes; it counts once the base has it, which somebody has to want.",
  find: ({ base, head }) => waiverMatches(base, head),
};
