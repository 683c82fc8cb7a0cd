import type { Rule } from "../engine/rule.js";
import { agentMatches } from "../matches/tree-lists.js";

export const agentLimitRemoved: Rule = {
  id: "agent-limit-removed",
  severity: "warning",
  mirror: "agent-limit-added",
  reference: "What an agent was held to has gone, and the agent with it.",
  find: ({ tree }) => agentMatches(tree, "removed", "and no more: the agent is gone"),
};
