import { childrenOf, mapChildren } from "./children.js";
import type { OptionSet, OptionType } from "./types.js";

/** An option set whose definitions, and whatever refers to them, have other names. */
export function renameDefinitions<Set extends OptionSet>(set: Set, rename: (name: string) => string): Set {
  const inside = (type: OptionType): OptionType =>
    type.kind === "ref" ? { kind: "ref", name: rename(type.name) } : mapChildren(type, inside);
  return {
    ...set,
    options: set.options.map((option) => ({ ...option, type: inside(option.type) })),
    definitions: Object.fromEntries(
      Object.entries(set.definitions).map(([name, type]) => [rename(name), inside(type)]),
    ),
  };
}

/** Names of the types that a type refers to. */
export const referencesOf = (type: OptionType): readonly string[] =>
  type.kind === "ref" ? [type.name] : childrenOf(type).flatMap(referencesOf);

/** Names of the definitions that a type refers to, and that these refer to in turn. */
export function reachable(type: OptionType, definitions: OptionSet["definitions"]): ReadonlySet<string> {
  const found = new Set<string>();
  const enter = (one: OptionType): void => {
    for (const name of referencesOf(one)) {
      const target = definitions[name];
      if (found.has(name) || target === undefined) continue;
      found.add(name);
      enter(target);
    }
  };
  enter(type);
  return found;
}

/** The definitions that some options need, those that they need in turn included. */
export const neededDefinitions = ({ options, definitions }: OptionSet): OptionSet["definitions"] =>
  neededBy({ kind: "submodule", options }, definitions);

/** The same for a type. */
export function neededBy(type: OptionType, definitions: OptionSet["definitions"]): OptionSet["definitions"] {
  const needed = reachable(type, definitions);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => needed.has(name)));
}
