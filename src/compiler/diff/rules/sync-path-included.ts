import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const syncPathIncluded: Rule = {
  id: "sync-path-included",
  severity: "security",
  mirror: "sync-path-excluded",
  reference: "Files of the host user that stayed outside reach the agent now.",
  find: ({ tree }) => agentListMatches(tree, "unsynced", "removed", "is copied from the host user now"),
};
