import { guardMatches } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const guardLowered: Rule = {
  id: "guard-lowered",
  severity: "security",
  mirror: "guard-raised",
  reference: "A host that leaves the option alone is less protected after the update.",
  find: ({ tree, options }) => guardMatches(tree, options, "isolation", "looser"),
};
