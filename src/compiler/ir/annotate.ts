import type { Option, OptionType } from "./types.js";

/** A type with every option in it changed, the inner ones first. */
export function annotateOptions(type: OptionType, change: (option: Option) => Option): OptionType {
  const inner = (of: OptionType) => annotateOptions(of, change);
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return { ...type, of: inner(type.of) };
    case "union":
      return { ...type, of: type.of.map(inner) };
    case "submodule":
      return {
        ...type,
        options: type.options.map((option) => change({ ...option, type: inner(option.type) })),
        ...(type.freeform === undefined ? {} : { freeform: inner(type.freeform) }),
      };
    default:
      return type;
  }
}
