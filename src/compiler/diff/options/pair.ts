import { sameJson } from "../../ir/same.js";
import type { Declaration } from "../../ir/types.js";
import type { OptionFacts, Side } from "../engine/side.js";
import { type TypeChange, typeChange } from "../types/change.js";
import { type NullChange, nullChanges } from "../types/nulls.js";
import { optionAt, placesBelow } from "./places.js";
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

type Twins = Pick<OptionPair, "before" | "after">;

/** An option by what is known of it on either side. */
interface Met {
  readonly before: OptionFacts | undefined;
  readonly after: OptionFacts | undefined;
}

const areBoth = (met: Met): met is Twins => met.before !== undefined && met.after !== undefined;

type OptionSide = Pick<Side, "options" | "modules">;

/** @param known renames that the schema's authors know of: the new path by the old one */
export function pairOptions(
  base: OptionSide,
  head: OptionSide,
  known: ReadonlyMap<string, string>,
): OptionChanges {
  const isAlike = haveSameScope(base, head) ? areDeclaredAlike : areFactsAlike;
  const listed = [
    ...[...base.options.values()].map((before) => ({ before, after: optionAt(head, before) })),
    ...[...head.options.values()]
      .filter(({ name }) => !base.options.has(name))
      .map((after) => ({ before: optionAt(base, after), after })),
  ];
  const all = [...listed, ...unlisted(listed, base, head)];
  const gone = all.flatMap(({ before, after }) =>
    before === undefined || after !== undefined ? [] : [before],
  );
  const fresh = all.flatMap(({ before, after }) =>
    after === undefined || before !== undefined ? [] : [after],
  );
  const renamed = findRenames(gone, fresh, known);
  const moved = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  return {
    removed: gone.filter((option) => !moved.has(option)),
    added: fresh.filter((option) => !moved.has(option)),
    renamed,
    changed: [
      ...all
        .filter(areBoth)
        .filter(({ before, after }) => !isAlike(before, after))
        .map(pair),
      ...renamed
        .filter(({ from, to }) => !doAlike(from, to))
        .map(({ from, to }) => pair({ before: from, after: to })),
    ],
  };
}

/**
 * What stands below options that both sides have, where neither lists it since documentation has named the type there. Types that contain
 * each other in another way than before meet in other pairs than those that are listed.
 */
function unlisted(listed: readonly Met[], base: OptionSide, head: OptionSide): readonly Met[] {
  const both = listed.filter(areBoth);
  const isListed = ({ name }: { readonly name: string }): boolean =>
    base.options.has(name) || head.options.has(name);
  const below = ({ before, after }: Twins) =>
    new Map([...placesBelow(base, before), ...placesBelow(head, after)].map((place) => [place.name, place]));
  const known = new Set(both.filter((twins) => [...below(twins).values()].some(isListed)).map(keyOf));
  // What two declarations have told at one place they need not tell at others that nobody lists.
  const compared = new Set(listed.map(keyOf));
  const found: Met[] = [];
  const queue = both.filter((twins) => !known.has(keyOf(twins)));
  for (const twins of queue) {
    if (known.has(keyOf(twins))) continue;
    known.add(keyOf(twins));
    for (const place of below(twins).values()) {
      const met: Met = { before: optionAt(base, place), after: optionAt(head, place) };
      if (compared.has(keyOf(met))) continue;
      compared.add(keyOf(met));
      found.push(met);
      if (areBoth(met)) queue.push(met);
    }
  }
  return found;
}

const ids = new WeakMap<object, number>();
let last = 0;

/** Equal for pairs of the same two declarations. */
function keyOf({ before, after }: Met): string {
  const idOf = (option: OptionFacts | undefined): number => {
    const declared = option?.declared;
    if (declared === undefined) return 0;
    const id = ids.get(declared) ?? ++last;
    ids.set(declared, id);
    return id;
  };
  return `${idOf(before)} ${idOf(after)}`;
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

function pair({ before, after }: Twins): OptionPair {
  if (before.typeKey === after.typeKey) return { before, after, type: { kind: "same" }, nulls: new Set() };
  const [was, is] = [before.type(), after.type()];
  return { before, after, type: typeChange(was, is), nulls: nullChanges(was, is) };
}
