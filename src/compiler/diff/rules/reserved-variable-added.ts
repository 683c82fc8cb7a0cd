import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const reservedVariableAdded: Rule = {
  id: "reserved-variable-added",
  severity: "breaking",
  mirror: "reserved-variable-removed",
  reference: "Hosts that set the variable in environment no longer evaluate.",
  find: ({ tree }) => agentListMatches(tree, "reserved", "added", "is set by the runtime alone now"),
};
