import type { Module, NullOrType, Option, OptionType, Scalar } from "../../ir/types.js";

/**
 * A type without what is listed as an option of its own: references are replaced by what they stand for, submodules
 * keep only what undeclared keys may hold. Inside a union nothing is listed, so everything is kept there, down to where
 * documentation names a type. Where a type contains itself, its name stands.
 *
 * @param around the definitions that the type is in
 */
export function outline(
  type: OptionType,
  definitions: Module["definitions"],
  around: readonly string[] = [],
): OptionType {
  const inside = (of: OptionType): OptionType => outline(of, definitions, around);
  switch (type.kind) {
    case "nullOr":
      return orNull(type, inside(type.of));
    case "listOf":
    case "attrsOf":
    case "ordered":
      return { ...type, of: inside(type.of) };
    case "submodule":
      return {
        ...type,
        options: [],
        ...(type.freeform && { freeform: inside(type.freeform) }),
      };
    case "ref": {
      const target = around.includes(type.name) ? undefined : definitions[type.name];
      return target === undefined
        ? { kind: "ref", name: type.name }
        : outline(target, definitions, [...around, type.name]);
    }
    default:
      return whole(type, definitions);
  }
}

/** The whole type, without the prose of the options in it. */
function whole(type: OptionType, definitions: Module["definitions"]): OptionType {
  const inside = (of: OptionType): OptionType => whole(of, definitions);
  switch (type.kind) {
    case "nullOr":
      return orNull(type, inside(type.of));
    case "listOf":
    case "attrsOf":
    case "ordered":
      return { ...type, of: inside(type.of) };
    case "union":
      return { ...type, of: type.of.map(inside) };
    case "submodule": {
      const options = type.options.map(
        ({ description, example, defaultText, deprecated, upstreamDefault, ...option }): Option => {
          return { ...option, type: inside(option.type), description: "" };
        },
      );
      const sorted = options.sort((one, other) => (one.name < other.name ? -1 : 1));
      return { ...type, options: sorted, ...(type.freeform && { freeform: inside(type.freeform) }) };
    }
    // The order of an enum's values says nothing.
    case "enum":
      return { ...type, values: type.values.toSorted(byJson) };
    case "ref": {
      const target = type.named === true ? undefined : definitions[type.name];
      return target === undefined ? { kind: "ref", name: type.name } : inside(target);
    }
    default:
      return type;
  }
}

/** Of two nulls around one type, the outer takes every null. */
const orNull = (type: NullOrType, of: OptionType): NullOrType => ({
  ...type,
  of: of.kind === "nullOr" ? of.of : of,
});

const byJson = (one: Scalar, other: Scalar): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
