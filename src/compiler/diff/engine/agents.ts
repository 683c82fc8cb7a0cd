import type { Snapshot } from "./snapshot-schema.js";

/**
 * What a tree says of its isolated agents. An entry of these lists is the first agent's where it stands alone, and another's where that
 * one's account stands before it, with a dot: `app-agent.HOME`.
 */
export type AgentList = "reserved" | "unsynced" | "managed" | "kept" | "refusals";

const lists: readonly AgentList[] = ["reserved", "unsynced", "managed", "kept", "refusals"];

const namesIn = (snapshot: Pick<Snapshot, AgentList>, list: AgentList): readonly string[] =>
  list === "refusals" ? Object.keys(snapshot.refusals) : snapshot[list];

/** Accounts of the agents, each of which has a folder of files by that name. */
const accountsOf = ({ files }: Pick<Snapshot, "files">): ReadonlySet<string> =>
  new Set(Object.keys(files).flatMap((path) => /^nixos\/([^/]+)\//.exec(path)?.[1] ?? []));

const isOf = (account: string, entry: string): boolean => entry.startsWith(`${account}.`);

/** The same with an account before each entry, whichever agent is the first; as it is where that cannot be told. */
export function qualified(snapshot: Snapshot): Snapshot {
  const accounts = [...accountsOf(snapshot)];
  const all = lists.flatMap((list) => namesIn(snapshot, list));
  const [first, ...more] = accounts.filter((account) => !all.some((entry) => isOf(account, entry)));
  if (first === undefined || more.length > 0) return snapshot;
  const named = (entry: string): string =>
    accounts.some((account) => isOf(account, entry)) ? entry : `${first}.${entry}`;
  const { reserved, unsynced, managed, kept, refusals } = snapshot;
  return {
    ...snapshot,
    reserved: reserved.map(named),
    unsynced: unsynced.map(named),
    managed: managed.map(named),
    kept: kept.map(named),
    refusals: Object.fromEntries(Object.entries(refusals).map(([id, message]) => [named(id), message])),
  };
}

/** An entry that one side's agents have and the other's have not. */
export interface AgentEntry {
  readonly list: AgentList;
  /** As the tree has it. */
  readonly entry: string;
  /** With its agent's account before it, where that can be told. */
  readonly name: string;
  /** The other side does not have the agent at all. */
  readonly isOfAgentAlone: boolean;
}

/** What `here` has beyond `there`: which agent is the first may change, and its entries are the same. */
export function agentEntries(here: Snapshot, there: Snapshot): readonly AgentEntry[] {
  const elsewhere = accountsOf(there);
  const alone = [...accountsOf(here)].filter((account) => !elsewhere.has(account));
  const [mine, others] = [qualified(here), qualified(there)];
  return lists.flatMap((list) => {
    const [names, known] = [namesIn(mine, list), new Set(namesIn(others, list))];
    return namesIn(here, list)
      .map((entry, at) => ({ list, entry, name: names[at] ?? entry }))
      .filter(({ name }) => !known.has(name))
      .map((one) => ({ ...one, isOfAgentAlone: alone.some((account) => isOf(account, one.name)) }));
  });
}
