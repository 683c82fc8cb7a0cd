import { guardMatches } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const guardRaised: Rule = {
  id: "guard-raised",
  severity: "warning",
  mirror: "guard-lowered",
  reference: "A host that leaves the option alone is more protected, and may miss what it had.",
  find: ({ tree, options }) => guardMatches(tree, options, "isolation", "stricter"),
};
