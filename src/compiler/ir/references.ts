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

/** The definitions that some options need, those that they need in turn included. */
export function neededDefinitions({ options, definitions }: OptionSet): OptionSet["definitions"] {
  const needed = new Set<string>();
  const look = (type: OptionType): void => {
    for (const child of childrenOf(type)) look(child);
    if (type.kind !== "ref" || needed.has(type.name)) return;
    needed.add(type.name);
    const target = definitions[type.name];
    if (target !== undefined) look(target);
  };
  for (const { type } of options) look(type);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => needed.has(name)));
}
