import { optionsJson } from "../docs/options-json.js";
import { type LockChange, pairLocks, pairSettings, type SettingChange } from "./hardening/pair.js";
import { factsOfDocs } from "./options/from-docs.js";
import { type OptionChanges, pairOptions } from "./options/pair.js";
import type { Side } from "./side.js";
import type { Snapshot } from "./snapshot-schema.js";
import { parseSudoers, type SudoRule } from "./sudo/parse.js";

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
  /** Present where both sides are emitted trees. */
  readonly tree?: TreeChange;
}

/** What two emitted trees say beside their options. */
export interface TreeChange {
  readonly base: Snapshot;
  readonly head: Snapshot;
  readonly settings: readonly SettingChange[];
  readonly locks: readonly LockChange[];
  /** Grants, and lines that are none that can be read. */
  readonly sudo: Readonly<Record<"base" | "head", readonly (SudoRule | string)[]>>;
}

export function compareSides(base: Side, head: Side): Change {
  const known = new Map([...(base.renames ?? []), ...(head.renames ?? [])]);
  const alike = base.modules !== undefined && head.modules !== undefined;
  const options = alike
    ? pairOptions(base, head, known)
    : pairOptions({ options: documented(base) }, { options: documented(head) }, known);
  return base.snapshot === undefined || head.snapshot === undefined
    ? { base, head, options }
    : { base, head, options, tree: compareTrees(base.snapshot, head.snapshot) };
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
    sudo: { base: base.sudo.map(parseSudoers), head: head.sudo.map(parseSudoers) },
  };
}

export function listed(base: readonly string[], head: readonly string[]): Listed {
  const [before, after] = [new Set(base), new Set(head)];
  return {
    removed: base.filter((name) => !after.has(name)),
    added: head.filter((name) => !before.has(name)),
  };
}
