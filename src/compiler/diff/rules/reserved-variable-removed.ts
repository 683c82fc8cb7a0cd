import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const reservedVariableRemoved: Rule = {
  id: "reserved-variable-removed",
  severity: "security",
  mirror: "reserved-variable-added",
  reference: "A host, a secrets file or a user can decide a variable that only the runtime decided.",
  find: ({ tree }) => agentListMatches(tree, "reserved", "removed", "is no longer reserved for the runtime"),
};
