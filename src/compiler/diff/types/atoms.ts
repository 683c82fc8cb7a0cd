import type {
  AttrsType,
  ListType,
  NumericType,
  OptionType,
  OrderedType,
  Scalar,
  StringType,
  SubmoduleType,
} from "../../ir/types.js";

/** A type that is no choice between others. `bool` is the choice between its two values. */
export type Atom =
  | { readonly kind: "value"; readonly value: Scalar }
  | StringType
  | NumericType
  | ListType
  | AttrsType
  | OrderedType
  | SubmoduleType
  | { readonly kind: "lines" | "path" | "package" | "json" | "raw" }
  /** A type known by its name alone: equal to itself and nothing else. */
  | { readonly kind: "ref"; readonly name: string };

/** The alternatives that a type is made of, so that `nullOr`, `enum` and unions need no rules of their own. */
export function atomsOf(type: OptionType): readonly Atom[] {
  switch (type.kind) {
    case "bool":
      return [value(false), value(true)];
    case "enum":
      return type.values.map(value);
    case "nullOr":
      return [value(null), ...atomsOf(type.of)];
    case "union":
      return type.of.flatMap(atomsOf);
    default:
      return [type];
  }
}

const value = (of: Scalar): Atom => ({ kind: "value", value: of });
