import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const keptKeyRemoved: Rule = {
  id: "kept-key-removed",
  severity: "warning",
  mirror: "kept-key-added",
  reference: "What the agent writes there for itself is gone with each session.",
  find: ({ tree }) =>
    agentListMatches(tree, "kept", "removed", "is no longer kept of what the agent writes for itself"),
};
