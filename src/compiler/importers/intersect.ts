import type { NumericType, StringType } from "../ir/types.js";
import { posixJudge } from "./pattern/judge.js";
import { possible } from "./possible.js";
import {
  isAny,
  type ListPart,
  type Literal,
  NEVER,
  type ObjectPart,
  type Part,
  type Property,
  type Shape,
  unite,
} from "./shape.js";

export interface Context {
  /** The shape a reference stands for; undefined while that definition is still being read. */
  readonly resolve: (name: string) => Shape | undefined;
  readonly widened: (reason: string) => void;
}

/** More alternatives than this come out of no schema written by hand. */
const MAX_ALTERNATIVES = 500;

/** What both shapes take. */
export function intersect(left: Shape, right: Shape, context: Context): Shape {
  if (isAny(left)) return right;
  if (isAny(right)) return left;
  if (left.length * right.length > MAX_ALTERNATIVES) {
    context.widened("the combination has too many alternatives; one side of it is not checked");
    return left;
  }
  return unite(left.flatMap((a) => right.map((b) => both(a, b, context))));
}

function both(a: Part, b: Part, context: Context): Shape {
  if (a.kind === "any") return [b];
  if (b.kind === "any") return [a];
  if (a.kind === "ref") return withReference(a.name, b, context);
  if (b.kind === "ref") return withReference(b.name, a, context);
  if (a.kind === "literal") return satisfies(a, b) ? [a] : NEVER;
  if (b.kind === "literal") return satisfies(b, a) ? [b] : NEVER;
  return sameKind(a, b, context);
}

function sameKind(a: Part, b: Part, context: Context): Shape {
  if (a.kind === "str" && b.kind === "str") return strings(a, b, context);
  if (isNumeric(a) && isNumeric(b)) return numbers(a, b);
  if (a.kind === "list" && b.kind === "list") return lists(a, b, context);
  if (a.kind === "object" && b.kind === "object") return objects(a, b, context);
  return a.kind === b.kind ? [a] : NEVER;
}

function withReference(name: string, other: Part, context: Context): Shape {
  if (other.kind === "ref" && other.name === name) return [other];
  const target = context.resolve(name);
  if (target !== undefined) return intersect(target, [other], context);
  context.widened(`a constraint beside the recursive reference to ${name} is not checked`);
  return [{ kind: "ref", name }];
}

const isNumeric = (part: Part): part is NumericType => part.kind === "int" || part.kind === "number";

function satisfies(literal: Literal, part: Part): boolean {
  const { value } = literal;
  switch (part.kind) {
    case "literal":
      return part.value === value;
    case "bool":
      return typeof value === "boolean";
    case "str": {
      if (typeof value !== "string") return false;
      const length = [...value].length;
      return (
        length >= (part.minLength ?? 0) &&
        length <= (part.maxLength ?? Infinity) &&
        (part.pattern === undefined || posixJudge(part.pattern)(value) !== false)
      );
    }
    case "int":
    case "number":
      return (
        typeof value === "number" &&
        (part.kind === "number" || Number.isInteger(value)) &&
        value >= (part.min ?? -Infinity) &&
        value <= (part.max ?? Infinity) &&
        value > (part.exclusiveMin ?? -Infinity) &&
        value < (part.exclusiveMax ?? Infinity)
      );
    default:
      return false;
  }
}

function strings(a: StringType, b: StringType, context: Context): Shape {
  if (a.pattern !== undefined && b.pattern !== undefined && a.pattern !== b.pattern)
    context.widened(`of two patterns only the first is checked, not ${b.pattern}`);
  const pattern = a.pattern ?? b.pattern;
  const part: StringType = {
    kind: "str",
    ...bounds("minLength", [a.minLength, b.minLength], Math.max),
    ...bounds("maxLength", [a.maxLength, b.maxLength], Math.min),
    ...(pattern === undefined ? {} : { pattern }),
  };
  return possible(part);
}

function numbers(a: NumericType, b: NumericType): Shape {
  const part: NumericType = {
    kind: a.kind === "int" || b.kind === "int" ? "int" : "number",
    ...bounds("min", [a.min, b.min], Math.max),
    ...bounds("max", [a.max, b.max], Math.min),
    ...bounds("exclusiveMin", [a.exclusiveMin, b.exclusiveMin], Math.max),
    ...bounds("exclusiveMax", [a.exclusiveMax, b.exclusiveMax], Math.min),
  };
  return possible(part);
}

function lists(a: ListPart, b: ListPart, context: Context): Shape {
  const of = intersect(a.of, b.of, context);
  const part: ListPart = {
    kind: "list",
    of,
    ...bounds("minItems", [a.minItems, b.minItems], Math.max),
    ...bounds("maxItems", [a.maxItems, b.maxItems], Math.min),
    ...(a.unique || b.unique ? { unique: true } : {}),
  };
  return possible(part);
}

function objects(a: ObjectPart, b: ObjectPart, context: Context): Shape {
  const properties = new Map<string, Property>();
  for (const name of new Set([...a.properties.keys(), ...b.properties.keys()])) {
    const [left, right] = [propertyOf(a, name), propertyOf(b, name)];
    const shape = intersect(left.shape, right.shape, context);
    const required = left.required || right.required;
    properties.set(name, { shape, required, notes: { ...right.notes, ...left.notes } });
  }
  if (a.restNames !== undefined && b.restNames !== undefined && a.restNames !== b.restNames)
    context.widened(`of two patterns for names only the first is checked, not ${b.restNames}`);
  const restNames = a.restNames ?? b.restNames;
  const rest = intersect(a.rest, b.rest, context);
  return possible({ kind: "object", properties, rest, ...(restNames === undefined ? {} : { restNames }) });
}

/** What an object type says of a key that it may not have declared. */
export function propertyOf(part: ObjectPart, name: string): Property {
  const declared = part.properties.get(name);
  if (declared !== undefined) return declared;
  const named = part.restNames === undefined || posixJudge(part.restNames)(name) !== false;
  return { shape: named ? part.rest : NEVER, required: false, notes: {} };
}

export const unconstrained = (part: ObjectPart): boolean =>
  part.properties.size === 0 && part.restNames === undefined && isAny(part.rest);

function bounds<K extends string>(
  key: K,
  values: readonly (number | undefined)[],
  pick: (...values: number[]) => number,
): Partial<Record<K, number>> {
  const given = values.filter((value) => value !== undefined);
  if (given.length === 0) return {};
  const one: Partial<Record<K, number>> = {};
  one[key] = pick(...given);
  return one;
}
