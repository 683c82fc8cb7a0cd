import type { Rule } from "../engine/rule.js";
import { agentMatches } from "../matches/tree-lists.js";

export const agentLimitAdded: Rule = {
  id: "agent-limit-added",
  severity: "info",
  mirror: "agent-limit-removed",
  reference: "What a new agent is held to from its beginning: no host has had it otherwise.",
  find: ({ tree }) => agentMatches(tree, "added", "as long as the agent is there"),
};
