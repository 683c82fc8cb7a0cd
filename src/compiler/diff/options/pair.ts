import { sameJson } from "../../ir/same.js";
import type { Declaration } from "../../ir/types.js";
import type { OptionFacts, Side } from "../engine/side.js";
import { type TypeChange, typeChange } from "../types/change.js";
import { type NullChange, nullChanges } from "../types/nulls.js";
import { findRenames, type Rename } from "./renames.js";

/** An option that both sides have, under one name or, where more than its words differ, under two. */
export interface OptionPair {
  readonly before: OptionFacts;
  readonly after: OptionFacts;
  readonly type: TypeChange;
  readonly nulls: ReadonlySet<NullChange>;
}

/** How two option sets stand to each other. Options that are alike on both sides are in none of the lists. */
export interface OptionChanges {
  readonly removed: readonly OptionFacts[];
  readonly added: readonly OptionFacts[];
  readonly renamed: readonly Rename[];
  readonly changed: readonly OptionPair[];
}

type OptionSide = Pick<Side, "options" | "modules">;

/** @param known renames that the schema's authors know of: the new path by the old one */
export function pairOptions(
  base: OptionSide,
  head: OptionSide,
  known: ReadonlyMap<string, string>,
): OptionChanges {
  const gone = [...base.options.values()].filter(({ name }) => !head.options.has(name));
  const fresh = [...head.options.values()].filter(({ name }) => !base.options.has(name));
  const renamed = findRenames(gone, fresh, known);
  const moved = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  const isAlike = haveSameScope(base, head) ? areDeclaredAlike : areFactsAlike;
  return {
    removed: gone.filter((option) => !moved.has(option)),
    added: fresh.filter((option) => !moved.has(option)),
    renamed,
    changed: [
      ...[...base.options.values()].flatMap((before) => {
        const after = head.options.get(before.name);
        return after === undefined || isAlike(before, after) ? [] : [pair(before, after)];
      }),
      ...renamed.filter(({ from, to }) => !doAlike(from, to)).map(({ from, to }) => pair(from, to)),
    ],
  };
}

/** What is said for people. */
const words = ["default", "example", "description", "deprecated", "upstreamDefault"] as const;
/** What holds whatever anybody calls the option. */
const facts = ["typeKey", "presetKey", "readOnly"] as const;

const areFactsAlike = (before: OptionFacts, after: OptionFacts): boolean =>
  words.every((fact) => before[fact] === after[fact]) && doAlike(before, after);

const doAlike = (before: OptionFacts, after: OptionFacts): boolean =>
  facts.every((fact) => before[fact] === after[fact]) &&
  sameJson(before.declared?.protects, after.declared?.protects) &&
  sameJson(declarationOf(before), declarationOf(after));

/** By which function of nixpkgs the option is declared; what it says in words counts as a description. */
export function declarationOf({ declared }: OptionFacts): Declaration | undefined {
  const declaration = declared?.declaration;
  return declaration?.kind === "enable" ? { kind: "enable", what: "" } : declaration;
}

/** Most options of most comparisons are declared alike, and to see that is cheaper than to work their facts out. */
const areDeclaredAlike = (before: OptionFacts, after: OptionFacts): boolean =>
  (before.declared !== undefined && sameJson(before.declared, after.declared)) ||
  areFactsAlike(before, after);

/** Whether equal declarations mean the same on both sides: what their references stand for is equal too. */
function haveSameScope(base: OptionSide, head: OptionSide): boolean {
  const scopes = ({ modules }: OptionSide) => modules?.map(({ path, definitions }) => [path, definitions]);
  return sameJson(scopes(base), scopes(head));
}

function pair(before: OptionFacts, after: OptionFacts): OptionPair {
  if (before.typeKey === after.typeKey) return { before, after, type: { kind: "same" }, nulls: new Set() };
  const [was, is] = [before.type(), after.type()];
  return { before, after, type: typeChange(was, is), nulls: nullChanges(was, is) };
}
