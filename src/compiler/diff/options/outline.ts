import type { Module, Option, OptionType, RefType } from "../../ir/types.js";

/**
 * A type without what is listed as an option of its own: references are replaced by what they stand for, submodules
 * keep only what undeclared keys may hold. Inside a union nothing is listed, so everything is kept there.
 */
export function outline(type: OptionType, definitions: Module["definitions"]): OptionType {
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return { ...type, of: outline(type.of, definitions) };
    case "submodule":
      return {
        ...type,
        options: [],
        ...(type.freeform && { freeform: outline(type.freeform, definitions) }),
      };
    case "ref":
      return unfold(type, definitions, outline);
    default:
      return whole(type, definitions);
  }
}

/** The whole type, without the prose of the options in it. */
function whole(type: OptionType, definitions: Module["definitions"]): OptionType {
  const inside = (of: OptionType): OptionType => whole(of, definitions);
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return { ...type, of: inside(type.of) };
    case "union":
      return { ...type, of: type.of.map(inside) };
    case "submodule": {
      const options = type.options.map(
        (option): Option => ({
          name: option.name,
          type: inside(option.type),
          description: "",
          ...(option.default && { default: option.default }),
        }),
      );
      return { ...type, options, ...(type.freeform && { freeform: inside(type.freeform) }) };
    }
    case "ref":
      return unfold(type, definitions, whole);
    default:
      return type;
  }
}

/** What a reference stands for; where a type contains itself, its name. */
function unfold(
  { name, named }: RefType,
  definitions: Module["definitions"],
  write: typeof outline,
): OptionType {
  const target = named === true ? undefined : definitions[name];
  return target === undefined ? { kind: "ref", name } : write(target, definitions);
}
