import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const syncPathExcluded: Rule = {
  id: "sync-path-excluded",
  severity: "warning",
  mirror: "sync-path-included",
  reference: "Files of the host user no longer reach the agent.",
  find: ({ tree }) => agentListMatches(tree, "unsynced", "added", "is no longer copied from the host user"),
};
