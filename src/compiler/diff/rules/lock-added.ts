import { lockMatches } from "../hardening/matches.js";
import type { Rule } from "../rule.js";

export const lockAdded: Rule = {
  id: "lock-added",
  severity: "warning",
  mirror: "lock-removed",
  reference: "What a host could set before, it no longer can.",
  find: ({ tree }) => lockMatches(tree, "locked"),
};
