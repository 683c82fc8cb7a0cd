import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const refusalRemoved: Rule = {
  id: "refusal-removed",
  severity: "security",
  mirror: "refusal-added",
  reference: "A configuration that was refused, or warned of, is accepted in silence.",
  find: ({ tree }) => agentListMatches(tree, "refusals", "removed", "is no longer checked"),
};
