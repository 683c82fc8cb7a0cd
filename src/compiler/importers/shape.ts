import type { Json, NumericType, StringType } from "../ir/types.js";

/**
 * What a front end reads: a union of parts, each of one JSON kind. Unlike the IR it keeps apart "may be
 * absent" and "may be null", and holds several object types side by side; {@link lower} settles both.
 * The empty union takes nothing.
 */
export type Shape = readonly Part[];

export type Part =
  | { readonly kind: "any" }
  | { readonly kind: "null" }
  | { readonly kind: "bool" }
  | Literal
  | StringType
  | NumericType
  | ListPart
  | ObjectPart
  | { readonly kind: "ref"; readonly name: string };

export interface Literal {
  readonly kind: "literal";
  readonly value: boolean | number | string;
}

export interface ListPart {
  readonly kind: "list";
  readonly of: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly unique?: true;
}

export interface ObjectPart {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Property>;
  /** What keys without a property hold; the empty union refuses them. */
  readonly rest: Shape;
  /** A POSIX extended regular expression for the names of those keys. */
  readonly restNames?: string;
}

export interface Property {
  readonly shape: Shape;
  readonly required: boolean;
  readonly notes: Notes;
}

/** What a source says about a key besides its type. */
export interface Notes {
  readonly description?: string;
  readonly upstreamDefault?: Json;
  readonly deprecated?: string;
  readonly example?: Json;
}

export const ANY: Shape = [{ kind: "any" }];
export const NEVER: Shape = [];

export const isAny = (shape: Shape): boolean => shape.some((part) => part.kind === "any");

/** The type that takes exactly one JSON value; a list is widened to lists of its items' types. */
export function exactly(value: Json, widened: (reason: string) => void): Shape {
  if (value === null) return [{ kind: "null" }];
  if (typeof value !== "object") return [{ kind: "literal", value }];
  if (isArray(value)) {
    const of = unite(value.map((item) => exactly(item, widened)));
    if (value.length > 1) widened("a constant list is held to its length and its items, not to their order");
    return [{ kind: "list", of, minItems: value.length, maxItems: value.length }];
  }
  const properties = new Map(
    Object.entries(value).map(([name, item]): [string, Property] => [
      name,
      { shape: exactly(item, widened), required: true, notes: {} },
    ]),
  );
  return [{ kind: "object", properties, rest: NEVER }];
}

/** Everything that any of the shapes takes, without parts that another part already covers. */
export function unite(shapes: readonly Shape[]): Shape {
  const all = shapes.flat();
  if (all.length < 2) return all;
  const parts = [...new Map(all.map((part) => [identity(part), part])).values()];
  if (isAny(parts)) return ANY;
  const whole = new Set(parts.filter((part) => Object.keys(part).length === 1).map((part) => part.kind));
  const truths = parts.filter((part) => part.kind === "literal" && typeof part.value === "boolean");
  if (truths.length === 2) {
    const rest = parts.filter((part) => !truths.includes(part));
    return unite([[{ kind: "bool" }], rest]);
  }
  return parts.filter((part) => !coveredBy(part, whole));
}

/** Lists and objects are compared by {@link lower}, which has to join them anyhow. */
const identity = (part: Part): unknown =>
  part.kind === "list" || part.kind === "object" ? part : JSON.stringify(part);

function coveredBy(part: Part, whole: ReadonlySet<Part["kind"]>): boolean {
  switch (part.kind) {
    case "literal":
      switch (typeof part.value) {
        case "boolean":
          return whole.has("bool");
        case "string":
          return whole.has("str");
        default:
          return whole.has("number") || (whole.has("int") && Number.isInteger(part.value));
      }
    case "str":
      return Object.keys(part).length > 1 && whole.has("str");
    case "int":
      return whole.has("number") || (Object.keys(part).length > 1 && whole.has("int"));
    case "number":
      return Object.keys(part).length > 1 && whole.has("number");
    default:
      return false;
  }
}

/** A text equal for equal shapes. */
export function keyOf(shape: Shape): string {
  return JSON.stringify(shape, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** `Array.isArray` that also narrows readonly arrays. */
export const isArray: (value: unknown) => value is readonly Json[] = Array.isArray;
