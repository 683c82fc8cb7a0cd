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

/** The type with each of its {@link childrenOf} replaced. @param key the name of the option that has the child */
export function mapChildren(
  type: OptionType,
  replace: (child: OptionType, key?: string) => OptionType,
): OptionType {
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
    case "ordered":
      return { ...type, of: replace(type.of) };
    case "union":
      return { ...type, of: type.of.map((member) => replace(member)) };
    case "submodule":
      return {
        ...type,
        options: type.options.map((option) => ({ ...option, type: replace(option.type, option.name) })),
        ...(type.freeform === undefined ? {} : { freeform: replace(type.freeform) }),
      };
    default:
      return type;
  }
}
