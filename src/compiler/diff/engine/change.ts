import { optionsJson } from "../../docs/options-json.js";
import { sameJson } from "../../ir/same.js";
import { type LockChange, pairLocks, pairSettings, type SettingChange } from "../hardening/pair.js";
import { type HostChanges, pairHosts } from "../hosts/compare.js";
import { factsOfDocs } from "../options/from-docs.js";
import { type OptionChanges, pairOptions } from "../options/pair.js";
import type { Rename } from "../options/renames.js";
import { type AgentEntry, agentEntries } from "./agents.js";
import { forwarded } from "./aliases.js";
import type { Evidence } from "./evidence.js";
import { explain } from "./explain.js";
import type { Side } from "./side.js";
import type { Snapshot } from "./snapshot-schema.js";

/** Entries of a list, or of a table, that only one of the sides has. */
export interface Listed {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What differs between two sides, before rules say what it means. */
export interface Change {
  readonly base: Side;
  readonly head: Side;
  readonly options: OptionChanges;
  readonly evidence: Evidence;
  /** Whether a file is, on both sides, nothing but the options that the snapshot of its side tells of. */
  readonly isExplained: (path: string) => boolean;
  /** Renames whose old name the head's module forwards. */
  readonly forwarded: readonly Rename[];
  /** What Nix makes of hosts on both sides, where it was asked. */
  readonly hosts: HostChanges;
  /** Paths of the modules that no file of the head declares as its snapshot has them; none where no option differs. */
  readonly undeclared: () => readonly string[];
  /** Present where both sides are emitted trees. */
  readonly tree?: TreeChange;
}

/** What two emitted trees say beside their options. */
export interface TreeChange {
  readonly base: Snapshot;
  readonly head: Snapshot;
  readonly settings: readonly SettingChange[];
  readonly locks: readonly LockChange[];
  /** What is said of isolated agents by one side alone. */
  readonly agents: Readonly<Record<"removed" | "added", readonly AgentEntry[]>>;
}

export function compareSides(base: Side, head: Side, evidence: Evidence): Change {
  const known = new Map([...(base.renames ?? []), ...(head.renames ?? [])]);
  const alike = base.modules !== undefined && head.modules !== undefined;
  const options = alike
    ? pairOptions(base, head, known)
    : pairOptions({ options: documented(base) }, { options: documented(head) }, known);
  const change: Change = {
    base,
    head,
    options,
    evidence,
    forwarded: forwarded(options.renamed, head),
    hosts: pairHosts(base, head),
    ...compareDeclarations(base, head, evidence),
  };
  return base.snapshot === undefined || head.snapshot === undefined
    ? change
    : { ...change, tree: compareTrees(base.snapshot, head.snapshot) };
}

/** Options are printed when somebody asks: of most comparisons no file differs. */
function compareDeclarations(
  base: Side,
  head: Side,
  { nix }: Evidence,
): Pick<Change, "isExplained" | "undeclared"> {
  return {
    isExplained: (path) => {
      const [old, now] = [base, head].map((side) => explain(side).files.get(path));
      return old !== undefined && now !== undefined && old.module === now.module && nix?.get(path) !== false;
    },
    undeclared: () =>
      base.files === undefined || head.files === undefined || sameJson(base.modules, head.modules)
        ? []
        : explain(head).undeclared,
  };
}

/** The options as documentation tells of them: what is left to compare where one side is nothing else. */
function documented({ modules, options, name }: Side): Side["options"] {
  return modules === undefined
    ? options
    : factsOfDocs(
        optionsJson(modules, () => []),
        name,
      );
}

function compareTrees(base: Snapshot, head: Snapshot): TreeChange {
  return {
    base,
    head,
    settings: pairSettings(base.hardening, head.hardening),
    locks: pairLocks(base.hardening, head.hardening),
    agents: { removed: agentEntries(base, head), added: agentEntries(head, base) },
  };
}

export function listed(base: readonly string[], head: readonly string[]): Listed {
  const [before, after] = [new Set(base), new Set(head)];
  return {
    removed: base.filter((name) => !after.has(name)),
    added: head.filter((name) => !before.has(name)),
  };
}
