import { childrenOf } from "../ir/children.js";
import { nameReferences } from "../ir/recursion.js";
import type { Module, OptionType } from "../ir/types.js";
import { Extent } from "./extent.js";

/** What pages tell of a module; the types of {@link apart} are told once, each under its own name. */
export interface Told {
  readonly module: Module;
  /** Names of definitions, in the order in which the options first lead to them. */
  readonly apart: readonly string[];
}

/** A page with more characters than this, about, is one that nobody opens: forges show no file above some megabytes. */
const MAX_PAGE = 4_000_000;
/** Words for a type that are as well read at every place as looked up. */
const MAX_WORDS = 100;

/**
 * The module as pages tell it: whole where that is a page that can be read. Else each type that stands at several places
 * and has options, or many words, is named there.
 *
 * @param module one without recursion
 */
export function toldApart(module: Module): Told {
  const extent = new Extent(module.definitions, true);
  if (extent.of(module.options) <= MAX_PAGE) return { module, apart: [] };
  const uses = usesIn(module);
  const apart = [...uses].flatMap(([name, { count, isNamed }]) => {
    const type: OptionType = { kind: "ref", name };
    const isLong = extent.inside(type) > 0 || extent.words(type) > MAX_WORDS;
    return isNamed || (count > 1 && isLong) ? [name] : [];
  });
  const names = new Set(apart);
  const options = module.options.map((option) => ({ ...option, type: nameReferences(option.type, names) }));
  const definitions = Object.entries(module.definitions).map(([name, type]) => [
    name,
    nameReferences(type, names),
  ]);
  return { module: { ...module, options, definitions: Object.fromEntries(definitions) }, apart };
}

interface Uses {
  count: number;
  /** Whether documentation says its name at one of them, since it contains itself. */
  isNamed: boolean;
}

/** How often a module refers to each definition that it needs; what a definition refers to counts once. */
function usesIn({ options, definitions }: Module): ReadonlyMap<string, Uses> {
  const uses = new Map<string, Uses>();
  const visit = (type: OptionType): void => {
    if (type.kind === "ref") {
      const target = definitions[type.name];
      if (target === undefined) return;
      const known = uses.get(type.name) ?? { count: 0, isNamed: false };
      uses.set(type.name, { count: known.count + 1, isNamed: known.isNamed || type.named === true });
      if (known.count === 0) visit(target);
    }
    for (const child of childrenOf(type)) visit(child);
  };
  for (const { type } of options) visit(type);
  return uses;
}

/** The types told apart that one type names, those of the options inside it aside. */
export function namedIn(type: OptionType, definitions: Module["definitions"]): readonly string[] {
  switch (type.kind) {
    case "ref": {
      const target = definitions[type.name];
      if (target === undefined) return [];
      return type.named === true ? [type.name] : namedIn(target, definitions);
    }
    case "submodule":
      return type.freeform === undefined ? [] : namedIn(type.freeform, definitions);
    default:
      return childrenOf(type).flatMap((child) => namedIn(child, definitions));
  }
}
