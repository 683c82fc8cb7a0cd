import { type AgentList, accountsOf, isOf, namesIn, qualified } from "../engine/agents.js";
import { listed, type TreeChange } from "../engine/change.js";

/** An entry that a list of a tree's agents has lost or gained. */
export interface AgentListed {
  /** As the tree has it. */
  readonly entry: string;
  /** With its agent's account before it, where that can be told. */
  readonly name: string;
  /** The other side does not have the agent at all. */
  readonly isOfAgentAlone: boolean;
}

/** Which agent is the first may change, and its entries are the same. */
export function agentListed(
  { base, head }: TreeChange,
  list: AgentList,
  which: "removed" | "added",
): readonly AgentListed[] {
  const [here, there] = which === "added" ? [head, base] : [base, head];
  const elsewhere = accountsOf(there);
  const alone = [...accountsOf(here)].filter((account) => !elsewhere.has(account));
  const entries = namesIn(here, list);
  const names = namesIn(qualified(here), list);
  const gone = new Set(listed(names, namesIn(qualified(there), list)).removed);
  return names.flatMap((name, at) =>
    gone.has(name)
      ? [{ entry: entries[at] ?? name, name, isOfAgentAlone: alone.some((account) => isOf(account, name)) }]
      : [],
  );
}
