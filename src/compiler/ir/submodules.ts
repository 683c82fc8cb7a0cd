import type { OptionSet, OptionType, RefType } from "./types.js";

type Definitions = OptionSet["definitions"];

/**
 * Whether the module system finds a submodule when it looks into a type: it then rebuilds the type, and documents no
 * empty value of it. It does not look into unions, nor where `endRecursion` has left no more than a name. A type that
 * another file defines is taken for one that holds a submodule, as those of programs' files do.
 */
export function holdsSubmodule(type: OptionType, definitions: Definitions): boolean {
  switch (type.kind) {
    case "submodule":
      return true;
    case "nullOr":
    case "listOf":
    case "attrsOf":
    case "ordered":
      return holdsSubmodule(type.of, definitions);
    case "ref":
      return type.named !== true && behind(type, definitions, true, holdsSubmodule);
    default:
      return false;
  }
}

/** What a look at the type behind a reference gives. @param unknown where documentation ends, or another file has it */
export function behind<T>(
  { name, named }: RefType,
  definitions: Definitions,
  unknown: T,
  look: (type: OptionType, definitions: Definitions) => T,
): T {
  const target = named === true ? undefined : definitions[name];
  return target === undefined ? unknown : look(target, definitions);
}
