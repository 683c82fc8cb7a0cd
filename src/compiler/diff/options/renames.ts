import { groupBy } from "../../../group-by.js";
import type { OptionFacts } from "../engine/side.js";
import { similarity } from "./similarity.js";

/** An option that has another path now. */
export interface Rename {
  readonly from: OptionFacts;
  readonly to: OptionFacts;
}

/** Pairs beyond which options that have a trait in common are not compared; keeps the work linear in the options. */
const mostPairs = 10_000;
/** How alike, from 0 to 1, what differs between two paths has to be. */
const alike = 0.6;
/** Letters of a description that is not likely to stand at another option too. */
const telling = 20;

/**
 * Finds renames among options that are gone and options that are new: those that are `known`, and those of the same
 * type that agree in their description, or in parent or own name and in their default, while the rest of their paths
 * is similar. Exchanging old and new finds the same pairs.
 * @param known the new path by the old one
 */
export function findRenames(
  removed: readonly OptionFacts[],
  added: readonly OptionFacts[],
  known: ReadonlyMap<string, string>,
): readonly Rename[] {
  const byName = new Map(added.map((option) => [option.name, option]));
  const either = new Map([...[...known].map(([from, to]) => [to, from] as const), ...known]);
  const told = removed.flatMap((from): readonly Candidate[] => {
    const to = byName.get(either.get(from.name) ?? "");
    return to === undefined ? [] : [{ from, to, score: 10 }];
  });
  return pick([...told, ...traits.flatMap((trait) => candidates(removed, added, trait))]);
}

interface Candidate extends Rename {
  readonly score: number;
}

interface Trait {
  /** What two options must have in common; undefined for one that the trait tells nothing of. */
  readonly key: (option: OptionFacts) => string | undefined;
  /** How sure it is; undefined where it is not. @param lone whether no other option has the trait */
  readonly score: (difference: Difference, lone: boolean) => number | undefined;
}

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);
const bySimilarity = ({ likeness }: Difference): number | undefined =>
  likeness < alike ? undefined : likeness;

const traits: readonly Trait[] = [
  {
    key: ({ description, typeKey }) =>
      description.length < telling ? undefined : keyOf(description, typeKey),
    score: ({ likeness, common }, lone) =>
      likeness >= alike || (lone && common >= 2) ? 1 + likeness : undefined,
  },
  {
    key: ({ loc, typeKey, default: preset }) => keyOf(loc.at(-1), typeKey, preset),
    score: bySimilarity,
  },
  {
    key: ({ loc, typeKey, default: preset }) => keyOf(loc.slice(0, -1), typeKey, preset),
    score: bySimilarity,
  },
];

function candidates(
  removed: readonly OptionFacts[],
  added: readonly OptionFacts[],
  { key, score }: Trait,
): readonly Candidate[] {
  const news = groupBy(added, key);
  return [...groupBy(removed, key)].flatMap(([common, froms]) => {
    const tos = news.get(common) ?? [];
    const pairs = froms.length * tos.length;
    if (pairs > mostPairs) return [];
    return froms.flatMap((from) =>
      tos.flatMap((to) => {
        const given = score(difference(from.loc, to.loc), pairs === 1);
        return given === undefined ? [] : [{ from, to, score: given }];
      }),
    );
  });
}

interface Difference {
  /** Components that both paths start with. */
  readonly common: number;
  /** How alike the paths are without the components that both start or end with. */
  readonly likeness: number;
}

function difference(from: readonly string[], to: readonly string[]): Difference {
  const shorter = Math.min(from.length, to.length);
  let common = 0;
  while (common < shorter && from[common] === to[common]) common += 1;
  let end = 0;
  while (end < shorter - common && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const middle = (path: readonly string[]): string => path.slice(common, path.length - end).join(".");
  return { common, likeness: similarity(middle(from), middle(to)) };
}

/** The surest first; an option is renamed once. */
function pick(found: readonly Candidate[]): readonly Rename[] {
  const taken = new Set<OptionFacts>();
  const ranked = [...found].sort((a, b) => b.score - a.score || (tieBreak(a) < tieBreak(b) ? -1 : 1));
  return ranked.filter(({ from, to }) => {
    if (taken.has(from) || taken.has(to)) return false;
    taken.add(from).add(to);
    return true;
  });
}

/** The same whichever of the two is the old one. */
const tieBreak = ({ from, to }: Rename): string => [from.name, to.name].sort().join("\n");
