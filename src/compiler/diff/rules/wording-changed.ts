import type { Rule } from "../rule.js";
import { wordingMatches } from "../wording.js";

export const wordingChanged: Rule = {
  id: "wording-changed",
  severity: "info",
  mirror: "wording-changed",
  reference: "Only words differ that explain the policy or sum up a module.",
  find: wordingMatches,
};
