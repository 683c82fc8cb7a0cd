import { type Context, intersect } from "../intersect.js";
import type { Place } from "../loss.js";
import { TooManySteps } from "../pattern/automaton.js";
import type { Judge } from "../pattern/judge.js";
import {
  ANY,
  keyOf,
  type ListPart,
  NEVER,
  type Notes,
  type ObjectPart,
  type Property,
  type Shape,
  unite,
} from "../shape.js";
import type { Located } from "./document.js";
import type { Keywords } from "./keywords.js";
import { ecmaPattern, patternOf, short } from "./scalars.js";

/** What lists and objects need of the reader: the schemas inside them. */
export interface Reader {
  readonly shape: (schema: Located, place: Place) => Shape;
  readonly notes: (schema: Located) => Notes;
  readonly context: (place: Place) => Context;
}

export function listPart(keywords: Keywords, reader: Reader, place: Place): ListPart {
  const { of, limit } = itemsOf(keywords, reader, place);
  if (keywords.has("contains")) place.widened("contains is not checked");
  const minItems = keywords.number("minItems") ?? 0;
  const maxItems = Math.min(keywords.number("maxItems") ?? Infinity, limit);
  return {
    kind: "list",
    of,
    ...(minItems > 0 ? { minItems } : {}),
    ...(maxItems < Infinity ? { maxItems } : {}),
    ...(keywords.boolean("uniqueItems") ? { unique: true } : {}),
  };
}

/** What items may be, and how many the tuple allows when nothing may follow it. */
function itemsOf(
  keywords: Keywords,
  reader: Reader,
  place: Place,
): { readonly of: Shape; readonly limit: number } {
  const tuple = Array.isArray(keywords.schema.items) ? "items" : "prefixItems";
  const prefix = keywords.schemas(tuple).map((schema) => reader.shape(schema, place.item()));
  const plain = keywords.has("items") ? "items" : "unevaluatedItems";
  const others = tuple === "items" ? "additionalItems" : plain;
  const tail = skipped(others, keywords) ? undefined : keywords.schemaAt(others);
  const rest = tail === undefined ? ANY : reader.shape(tail, place.item());
  const limit = rest.length === 0 ? prefix.length : Infinity;
  const reachesRest = (keywords.number("maxItems") ?? limit) > prefix.length;
  const shapes = reachesRest ? [...prefix, rest] : prefix;
  if (new Set(shapes.map(keyOf)).size > 1)
    place.widened("items are checked against all the types of the tuple, not each by its position");
  return { of: unite(shapes), limit };
}

export function objectPart(keywords: Keywords, reader: Reader, place: Place): ObjectPart {
  const patterns = [...keywords.schemaMap("patternProperties")].map(([source, schema]) => ({
    source,
    names: everyName(source) ? undefined : ecmaPattern(source, schema.pointer),
    shape: reader.shape(schema, place.option("*")),
  }));
  const others = keywords.has("additionalProperties") ? "additionalProperties" : "unevaluatedProperties";
  const schema = skipped(others, keywords) ? undefined : keywords.schemaAt(others);
  const additional = schema === undefined ? ANY : reader.shape(schema, place.option("*"));
  /** What the patterns say of a key, or `otherwise` where none speaks of it. */
  const byPattern = (name: string, otherwise: Shape): Shape => {
    if (patterns.length === 0) return otherwise;
    const judged = patterns.map(({ names, shape, source }) => ({
      takes: names?.(name),
      source,
      shape,
      all: !names,
    }));
    const untold = judged.find(({ takes, all }) => takes === undefined && !all);
    if (untold !== undefined) {
      place
        .option(name)
        .widened(`the pattern ${short(untold.source)} is not checked: ${new TooManySteps().message}`);
      return ANY;
    }
    const shapes = judged.filter(({ takes, all }) => all || takes).map(({ shape }) => shape);
    const [first, ...more] = shapes;
    return first === undefined
      ? otherwise
      : more.reduce((a, b) => intersect(a, b, reader.context(place.option(name))), first);
  };

  const properties = new Map<string, Property>();
  for (const [name, schema] of keywords.schemaMap("properties")) {
    const at = place.option(name);
    const shape = intersect(reader.shape(schema, at), byPattern(name, ANY), reader.context(at));
    properties.set(name, { shape, required: false, notes: reader.notes(schema) });
  }
  for (const name of keywords.strings("required")) {
    const { shape, notes } = properties.get(name) ?? { shape: byPattern(name, additional), notes: {} };
    properties.set(name, { shape, required: true, notes });
  }
  return withNames(
    { kind: "object", properties, ...restOf(patterns, additional, place) },
    keywords,
    reader,
    place,
  );
}

/** `unevaluated…` means `additional…` where nothing else evaluates; elsewhere it is left out, as a loss. */
const skipped = (keyword: string, keywords: Keywords): boolean =>
  keyword.startsWith("unevaluated") && keywords.applies;

interface NamePattern {
  readonly source: string;
  /** Undefined: every name. */
  readonly names: Judge | undefined;
  readonly shape: Shape;
}

function restOf(
  patterns: readonly NamePattern[],
  additional: Shape,
  place: Place,
): Pick<ObjectPart, "rest" | "restNames"> {
  const named = patterns.filter(({ names }) => names !== undefined);
  const all = patterns.find(({ names }) => names === undefined);
  const [only] = named;
  if (only === undefined) return { rest: all?.shape ?? additional };
  if (named.length === 1 && all === undefined && additional.length === 0) {
    const restNames = patternOf(only.source, place);
    return { rest: only.shape, ...(restNames === undefined ? {} : { restNames }) };
  }
  place.widened("other keys are checked against all the types that patterns give, not each by its name");
  return { rest: unite([...named.map(({ shape }) => shape), all?.shape ?? additional]) };
}

/** `.` leaves out line breaks, which no one puts in a key; `^.*$` is how generators write a map of strings. */
const everyName = (source: string): boolean => /^\^?(?:\.\*|\(\.\*\))?\$?$/u.test(source);

/** `propertyNames`, `minProperties` and `maxProperties`. */
function withNames(part: ObjectPart, keywords: Keywords, reader: Reader, place: Place): ObjectPart {
  const least = keywords.number("minProperties") ?? 0;
  const most = keywords.number("maxProperties") ?? Infinity;
  const required = [...part.properties.values()].filter((property) => property.required).length;
  if (least > required) place.widened(`at least ${least} keys: not checked`);
  if (most > 0 && most < Infinity) place.widened(`at most ${most} keys: not checked`);
  const names = keywords.schemaAt("propertyNames");
  const allowed = most === 0 ? NEVER : names === undefined ? ANY : reader.shape(names, place);
  return named(part, allowed, place);
}

/** The object with its names held to a shape, as far as that is a pattern. */
function named(part: ObjectPart, allowed: Shape, place: Place): ObjectPart {
  if (allowed.length === 0) return withoutKeys(part);
  const [only] = allowed.filter(({ kind }) => kind === "any" || kind === "str");
  if (only?.kind !== "str") {
    if (only === undefined) place.widened("propertyNames is not checked");
    return part;
  }
  const { pattern, minLength, maxLength } = only;
  const placed = part.properties.size === 0 && part.restNames === undefined;
  const unchecked = minLength !== undefined || maxLength !== undefined || (pattern !== undefined && !placed);
  if (unchecked) place.widened("propertyNames is not checked in full");
  return pattern !== undefined && placed ? { ...part, restNames: pattern } : part;
}

const withoutKeys = (part: ObjectPart): ObjectPart => ({
  kind: "object",
  properties: new Map([...part.properties].map(([name, property]) => [name, { ...property, shape: NEVER }])),
  rest: NEVER,
});
