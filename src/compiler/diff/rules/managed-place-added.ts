import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const managedPlaceAdded: Rule = {
  id: "managed-place-added",
  severity: "warning",
  mirror: "managed-place-removed",
  reference: "What a project, the user or the agent itself says there no longer counts.",
  find: ({ tree }) => agentListMatches(tree, "managed", "added", "holds the managed settings alone now"),
};
