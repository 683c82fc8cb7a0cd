import type { Rule } from "../engine/rule.js";
import { unreadMatches } from "../options/unread.js";

export const optionChanged: Rule = {
  id: "option-changed",
  severity: "security",
  mirror: "option-changed",
  reference: "The declaration differs in what no other rule reads: it cannot be shown what that does.",
  find: ({ options }) => unreadMatches(options),
};
