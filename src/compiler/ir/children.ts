import type { OptionType } from "./types.js";

/** The types that a type is made of, those of its options included; references are not followed. */
export function childrenOf(type: OptionType): readonly OptionType[] {
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
    case "ordered":
      return [type.of];
    case "union":
      return type.of;
    case "submodule":
      return [
        ...type.options.map((option) => option.type),
        ...(type.freeform === undefined ? [] : [type.freeform]),
      ];
    default:
      return [];
  }
}

/**
 * The type with each of its {@link childrenOf} replaced; where each is replaced by itself, the same type, so that passes over
 * large trees copy only what they change.
 *
 * @param key the name of the option that has the child
 */
export function mapChildren(
  type: OptionType,
  replace: (child: OptionType, key?: string) => OptionType,
): OptionType {
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
    case "ordered": {
      const of = replace(type.of);
      return of === type.of ? type : { ...type, of };
    }
    case "union": {
      const of = mapSame(type.of, (member) => replace(member));
      return of === type.of ? type : { ...type, of };
    }
    case "submodule": {
      const options = mapSame(type.options, (option) => {
        const inner = replace(option.type, option.name);
        return inner === option.type ? option : { ...option, type: inner };
      });
      const freeform = type.freeform === undefined ? undefined : replace(type.freeform);
      if (options === type.options && freeform === type.freeform) return type;
      return { ...type, options, ...(freeform === undefined ? {} : { freeform }) };
    }
    default:
      return type;
  }
}

/** `map`, with the list itself where no item changes. */
function mapSame<T>(items: readonly T[], replace: (item: T) => T): readonly T[] {
  const replaced = items.map(replace);
  return replaced.every((item, index) => item === items[index]) ? items : replaced;
}
