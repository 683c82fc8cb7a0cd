import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const refusalAdded: Rule = {
  id: "refusal-added",
  severity: "breaking",
  mirror: "refusal-removed",
  reference: "Configurations that evaluated may be refused, or warned of.",
  find: ({ tree }) => agentListMatches(tree, "refusals", "added", "is checked now"),
};
