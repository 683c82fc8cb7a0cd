import { groupBy } from "../../../group-by.js";
import { showOption } from "../../docs/flatten.js";
import { referencesOf } from "../../ir/references.js";
import { sameJson } from "../../ir/same.js";
import type { Module, Option, OptionType } from "../../ir/types.js";
import { documentedModule } from "../options/from-modules.js";
import { isIn, optionAt } from "../options/places.js";
import type { Change } from "./change.js";
import type { Match } from "./match.js";
import type { Side } from "./side.js";

/** One change of a definition, found wherever the definition stands. */
export interface Shared {
  /** The definition, and the key in it that has changed. */
  readonly definition: string;
  /** What was found at each of its places, the first by name first. */
  readonly places: readonly [Match, Match, ...Match[]];
}

/**
 * Puts together what is one change of one definition, in the order in which it was found. What is found at some of its places alone, as
 * where an option protects, is another rule's, or reads otherwise, and stays apart.
 */
export function shareMatches(matches: readonly Match[], change: Change): readonly (Match | Shared)[] {
  if (matches.length < 2) return matches;
  const alike = groupBy(
    matches.map((match) => ({ match, definition: definitionOf(match, change) })),
    ({ match: { subject, ...found }, definition }) =>
      JSON.stringify(definition === undefined ? [subject, found] : [definition.key, found]),
  );
  return [...alike.values()].flatMap((group): readonly (Match | Shared)[] => {
    const found = group
      .map(({ match }) => match)
      .sort((one, other) => (one.subject < other.subject ? -1 : 1));
    const [first, second, ...more] = found;
    const definition = group[0]?.definition?.name;
    if (first === undefined || second === undefined || definition === undefined) return found;
    return [{ definition, places: [first, second, ...more] }];
  });
}

/** Equal for places of one definition in one module, on both sides. */
interface Definition {
  readonly name: string;
  readonly key: string;
}

/** Which definition a finding is about; undefined for one that is about a place alone, or about no option. */
function definitionOf({ subject, isOfType }: Match, { base, head }: Change): Definition | undefined {
  const place = base.options.get(subject) ?? head.options.get(subject);
  if (place === undefined) return undefined;
  const [before, after] = [base, head].map((side) => optionAt(side, place)?.declared);
  const module = [base, head].flatMap(({ modules = [] }) => modules).find((one) => isIn(one, place));
  const where = module?.path.join(".");
  if (isOfType && before !== undefined && after !== undefined && sameJson(before.type, after.type)) {
    const references = referencesOf(after.type);
    if (references.length > 0)
      return { name: references.join(", "), key: JSON.stringify([where, after.type]) };
  }
  const [was, is] = [nameIn(base, before), nameIn(head, after)];
  const name = is ?? was;
  return name === undefined ? undefined : { name, key: JSON.stringify([where, was, is]) };
}

const named = new WeakMap<object, ReadonlyMap<Option, string>>();

/** The definition that declares an option, and the way to it from there. */
function nameIn({ modules }: Side, option: Option | undefined): string | undefined {
  if (modules === undefined || option === undefined) return undefined;
  const names = named.get(modules) ?? namesOf(modules);
  named.set(modules, names);
  return names.get(option);
}

function namesOf(modules: readonly Module[]): ReadonlyMap<Option, string> {
  const definitions = modules.flatMap((module) => Object.entries(documentedModule(module).definitions));
  return new Map(definitions.flatMap(([name, type]) => [...optionsIn(type, name)]));
}

/** Each option that a type declares itself, as documentation lists it, and its path below the name of the type. */
function* optionsIn(type: OptionType, path: string): Iterable<readonly [Option, string]> {
  switch (type.kind) {
    case "nullOr":
      yield* optionsIn(type.of, path);
      break;
    case "listOf":
    case "ordered":
      yield* optionsIn(type.of, `${path}.*`);
      break;
    case "attrsOf":
      yield* optionsIn(type.of, `${path}.<name>`);
      break;
    case "submodule":
      for (const option of type.options) {
        const name = `${path}.${showOption([option.name])}`;
        yield [option, name];
        yield* optionsIn(option.type, name);
      }
      if (type.freeform) yield* optionsIn(type.freeform, `${path}.<name>`);
  }
}
