import type { OptionFacts, Side } from "../side.js";
import { type TypeChange, typeChange } from "../types/change.js";
import { findRenames, type Rename } from "./renames.js";

/** An option that both sides have. */
export interface OptionPair {
  readonly before: OptionFacts;
  readonly after: OptionFacts;
  readonly type: TypeChange;
}

/** How two option sets stand to each other. Options that are alike on both sides are in none of the lists. */
export interface OptionChanges {
  readonly removed: readonly OptionFacts[];
  readonly added: readonly OptionFacts[];
  readonly renamed: readonly Rename[];
  readonly changed: readonly OptionPair[];
}

/** @param known renames that the schema's authors know of: the new path by the old one */
export function pairOptions(
  base: Side["options"],
  head: Side["options"],
  known: ReadonlyMap<string, string>,
): OptionChanges {
  const gone = [...base.values()].filter(({ name }) => !head.has(name));
  const fresh = [...head.values()].filter(({ name }) => !base.has(name));
  const renamed = findRenames(gone, fresh, known);
  const moved = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  return {
    removed: gone.filter((option) => !moved.has(option)),
    added: fresh.filter((option) => !moved.has(option)),
    renamed,
    changed: [...base.values()].flatMap((before) => {
      const after = head.get(before.name);
      return after === undefined || isAlike(before, after) ? [] : [pair(before, after)];
    }),
  };
}

const compared = [
  "typeKey",
  "default",
  "example",
  "description",
  "readOnly",
  "deprecated",
  "upstreamDefault",
] as const;

const isAlike = (before: OptionFacts, after: OptionFacts): boolean =>
  compared.every((fact) => before[fact] === after[fact]);

function pair(before: OptionFacts, after: OptionFacts): OptionPair {
  const type: TypeChange =
    before.typeKey === after.typeKey ? { kind: "same" } : typeChange(before.type(), after.type());
  return { before, after, type };
}
