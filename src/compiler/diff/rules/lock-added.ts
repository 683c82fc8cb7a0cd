import type { Rule } from "../engine/rule.js";
import { lockMatches } from "../hardening/matches.js";

export const lockAdded: Rule = {
  id: "lock-added",
  severity: "warning",
  mirror: "lock-removed",
  reference: "What a host could set before, it no longer can.",
  find: ({ tree }) => lockMatches(tree, "locked"),
};
