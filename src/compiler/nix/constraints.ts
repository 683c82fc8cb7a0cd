import type { NumericType, StringType } from "../ir/types.js";
import { apply, raw, select, types } from "./construct.js";
import type { NixExpression } from "./expression.js";
import { fromJson, printNix } from "./print.js";

/** `types.addCheck type (argument: condition && condition)`, or the type itself where nothing is to check. */
export function checked(
  type: NixExpression,
  argument: string,
  conditions: readonly string[],
  aroundSubmodules = false,
): NixExpression {
  if (conditions.length === 0) return type;
  return apply(addCheck(aroundSubmodules), type, raw(`(${argument}: ${conditions.join(" && ")})`));
}

export const addCheck = (aroundSubmodules: boolean): NixExpression =>
  aroundSubmodules ? select("checked") : types("addCheck");

/** Lengths are in code points, which Nix, whose strings are bytes, has to be taught; see {@link helpers}. */
export function printString({ minLength = 0, maxLength, pattern }: StringType): NixExpression {
  const base =
    pattern === undefined ? types("str") : apply(types("strMatching"), { kind: "string", value: pattern });
  if (minLength <= 1 && maxLength === undefined)
    return checked(base, "string", minLength === 1 ? ['string != ""'] : []);
  const most: NixExpression = maxLength === undefined ? { kind: "null" } : fromJson(maxLength);
  return apply(types("addCheck"), base, apply(select("hasLength"), fromJson(minLength), most));
}

/** Bounds that nixpkgs has a name for use that name; the rest is checked in place. */
export function printNumber(type: NumericType): NixExpression {
  const isExclusive = type.exclusiveMin !== undefined || type.exclusiveMax !== undefined;
  const named = isExclusive ? undefined : namedRange(type);
  return named ?? checked(types(type.kind), "number", numericChecks(type));
}

function namedRange({ kind, min, max }: NumericType): NixExpression | undefined {
  const family = kind === "int" ? "ints" : "numbers";
  if (min !== undefined && max !== undefined)
    return apply(types(family, "between"), fromJson(min), fromJson(max));
  if (max !== undefined) return undefined;
  if (min === 0) return types(family, kind === "int" ? "unsigned" : "nonnegative");
  return min === 1 && kind === "int" ? types("ints", "positive") : undefined;
}

function numericChecks({ min, max, exclusiveMin, exclusiveMax }: NumericType): readonly string[] {
  const bounds: readonly (readonly [string, number | undefined])[] = [
    [">=", min],
    ["<=", max],
    [">", exclusiveMin],
    ["<", exclusiveMax],
  ];
  return bounds.flatMap(([operator, bound]) =>
    bound === undefined ? [] : [`number ${operator} ${printNix(fromJson(bound))}`],
  );
}
