import type { Rule } from "../engine/rule.js";
import { lockMatches } from "../hardening/matches.js";

export const lockRemoved: Rule = {
  id: "lock-removed",
  severity: "security",
  mirror: "lock-added",
  reference: "A command line, or an option of the host, can undo what was out of their reach.",
  find: ({ tree }) => lockMatches(tree, "unlocked"),
};
