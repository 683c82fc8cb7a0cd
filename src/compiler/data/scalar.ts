import type { NumericType, OptionType, Scalar, StringType } from "../ir/types.js";
import { nearest } from "../nearest.js";
import { wholeMatch } from "./pattern.js";
import type { Tree } from "./tree.js";

/** A type whose values have no parts. */
export type ScalarType = Extract<
  OptionType,
  { kind: "bool" | "str" | "lines" | "path" | "package" | "int" | "number" | "enum" }
>;

/** Whether a type accepts a value. */
export function accepts(type: ScalarType, value: Scalar): boolean {
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value) && inBounds(type, value);
    case "number":
      return inBounds(type, value);
    case "str":
      return typeof value === "string" && fits(type, value);
    case "lines":
      return typeof value === "string";
    case "path":
      return typeof value === "string" && value.startsWith("/");
    case "package":
      return typeof value === "string" && /^\/nix\/store\/[^/]+$/.test(value);
    case "enum":
      return type.values.includes(value);
  }
}

function inBounds({ min, max, exclusiveMin, exclusiveMax }: NumericType, value: Scalar): boolean {
  if (typeof value !== "number") return false;
  return !(
    (min !== undefined && value < min) ||
    (max !== undefined && value > max) ||
    (exclusiveMin !== undefined && value <= exclusiveMin) ||
    (exclusiveMax !== undefined && value >= exclusiveMax)
  );
}

function fits({ minLength = 0, maxLength, pattern }: StringType, value: string): boolean {
  const length = [...value].length;
  if (length < minLength || (maxLength !== undefined && length > maxLength)) return false;
  return pattern === undefined || wholeMatch(pattern).test(value);
}

/** What stands in the file, in words for "found …". */
export function found(tree: Tree): string {
  if (tree.kind !== "scalar") return tree.kind === "list" ? "a list" : "a set";
  if (tree.value === null) return "nothing";
  if (typeof tree.value !== "string") return String(tree.value);
  return tree.value.length > 60 ? `${JSON.stringify(tree.value.slice(0, 60))}…` : JSON.stringify(tree.value);
}

/** What was probably meant, where that can be told. */
export function hint(tree: Tree, type: OptionType): string {
  if (tree.kind !== "scalar") return "";
  if (tree.value === null) return type.kind === "str" ? "; ~ means nothing too, unless it is in quotes" : "";
  const { value } = tree;
  if (typeof value !== "string") return takesText(type) ? "; put it in quotes" : "";
  if (type.kind === "bool" && /^(yes|on|y)$/i.test(value)) return "; did you mean true?";
  if (type.kind === "bool" && /^(no|off|n)$/i.test(value)) return "; did you mean false?";
  if (type.kind !== "enum") return "";
  const meant = nearest(
    value,
    type.values.filter((one) => typeof one === "string"),
  );
  return meant === undefined ? "" : `; did you mean "${meant}"?`;
}

function takesText(type: OptionType): boolean {
  return type.kind === "str" || type.kind === "lines" || (type.kind === "union" && type.of.some(takesText));
}
