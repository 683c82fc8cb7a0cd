import type { AgentList } from "../engine/agents.js";
import { listed, type TreeChange } from "../engine/change.js";
import type { Match } from "../engine/match.js";

type Which = "removed" | "added";

/** What one of a tree's lists has lost or gained. */
export function listMatches(
  tree: TreeChange | undefined,
  name: "packages" | "settable",
  which: Which,
  message: string,
): readonly Match[] {
  if (tree === undefined) return [];
  return listed(tree.base[name], tree.head[name])[which].map((subject) => ({ subject, message }));
}

/** What is said of agents that both sides have, and one of them has no more or has now. */
export const agentListMatches = (
  tree: TreeChange | undefined,
  name: AgentList,
  which: Which,
  message: string,
): readonly Match[] =>
  (tree?.agents[which] ?? [])
    .filter(({ list, isOfAgentAlone }) => list === name && !isOfAgentAlone)
    .map(({ entry: subject }) => ({ subject, message }));

/** What is said of agents that the other side does not have at all. */
export const agentMatches = (tree: TreeChange | undefined, which: Which, when: string): readonly Match[] =>
  (tree?.agents[which] ?? [])
    .filter(({ isOfAgentAlone }) => isOfAgentAlone)
    .map(({ list, name: subject }) => ({ subject, message: `${limits[list]}, ${when}` }));

const limits: Readonly<Record<AgentList, string>> = {
  refusals: "is checked",
  reserved: "is set by the runtime alone",
  unsynced: "is not copied from the host user",
  managed: "holds the managed settings alone",
  kept: "is kept of what the agent writes for itself",
};
