import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const managedPlaceRemoved: Rule = {
  id: "managed-place-removed",
  severity: "security",
  mirror: "managed-place-added",
  reference:
    "Settings that a project, the user or the agent itself puts there win over the managed ones, or stand beside them.",
  find: ({ tree }) => agentListMatches(tree, "managed", "removed", "no longer holds the managed settings"),
};
