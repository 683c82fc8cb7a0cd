import type { Rule } from "../engine/rule.js";
import { wordingMatches } from "../matches/wording.js";

export const wordingChanged: Rule = {
  id: "wording-changed",
  severity: "info",
  mirror: "wording-changed",
  reference: "Only words differ that explain the policy or sum up a module.",
  find: wordingMatches,
};
