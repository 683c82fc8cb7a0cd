import * as fc from "fast-check";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";

/** Values for a JSON Schema: about half of them fit it, the others are such values with one place changed. */
export function valuesFor(schema: JsonObject, count: number, seed: number): readonly Json[] {
  const fitting = new Generator(schema).of(schema);
  const values = fc.oneof(
    fitting,
    fc.tuple(fitting, fc.nat(), odd).map(([value, at, other]) => changed(value, at, other)),
  );
  return fc.sample(values, { numRuns: count, seed });
}

/** What people write by mistake, and what a type may take by mistake. */
const odd: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  100,
  1e30,
  "",
  "a",
  "auto",
  "true",
  "1",
  "ctrl+ctrl+a",
  "é",
  [],
  [null],
  [1, 1],
  ["a"],
  {},
  { a: 1 },
  { "": null },
);

class Generator {
  constructor(readonly root: JsonObject) {}

  of(schema: Json, depth = 0): fc.Arbitrary<Json> {
    if (!isObject(schema) || depth > 12) return fc.constant<Json>("deep");
    if (typeof schema.$ref === "string") return this.of(this.#resolve(schema.$ref), depth + 1);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom<Json[]>(...schema.enum);
    if (Array.isArray(schema.anyOf))
      return fc.oneof(...schema.anyOf.map((member: Json) => this.of(member, depth + 1)));
    switch (schema.type) {
      case "null":
        return fc.constant(null);
      case "boolean":
        return fc.boolean();
      case "integer":
      case "number":
        return numbers(schema);
      case "string":
        return strings(schema);
      case "array":
        return this.#list(schema, depth);
      case "object":
        return this.#object(schema, depth);
      default:
        return odd;
    }
  }

  #list(schema: JsonObject, depth: number): fc.Arbitrary<Json> {
    return fc.array(this.of(schema.items ?? {}, depth + 1), {
      minLength: Number(schema.minItems ?? 0),
      maxLength: Math.min(3, Number(schema.maxItems ?? 3)),
    });
  }

  /** A few of the keys, the required ones among them; now and then one that is not declared. */
  #object(schema: JsonObject, depth: number): fc.Arbitrary<Json> {
    const required = Array.isArray(schema.required) ? schema.required : [];
    const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
    const [named] = Object.values(isObject(schema.patternProperties) ? schema.patternProperties : {});
    const entry = ([name, of]: [string, Json]): fc.Arbitrary<[string, Json]> =>
      this.of(of, depth + 1).map((value) => [name, value]);
    const needed = fc.tuple(...properties.filter(([name]) => required.includes(name)).map(entry));
    const optional = properties.filter(([name]) => !required.includes(name));
    const some =
      optional.length === 0
        ? fc.constant([])
        : fc.array(fc.constantFrom(...optional).chain(entry), { maxLength: 4 });
    const extra = named === undefined ? odd : this.of(named, depth + 1);
    const others = fc.array(fc.tuple(fc.constantFrom("x", "with.dot", "rec", "a b"), extra), {
      maxLength: named === undefined ? 1 : 3,
    });
    return fc.tuple(needed, some, others).map((entries) => Object.fromEntries(entries.flat()));
  }

  #resolve(reference: string): Json {
    return reference
      .slice(2)
      .split("/")
      .reduce<Json>((here, key) => (isObject(here) ? (here[key] ?? null) : null), this.root);
  }
}

function numbers(schema: JsonObject): fc.Arbitrary<number> {
  const low = Number(schema.minimum ?? schema.exclusiveMinimum ?? -1000);
  const high = Math.min(Number(schema.maximum ?? 1e6), 1e6);
  const whole = fc.integer({ min: low, max: high });
  return schema.type === "integer"
    ? whole
    : fc.oneof(
        whole,
        whole.map((value) => value + 0.25),
      );
}

function strings(schema: JsonObject): fc.Arbitrary<string> {
  if (schema.pattern !== undefined)
    return fc.constantFrom(
      "a",
      "f12",
      "ctrl+c",
      "shift+pageUp",
      "ctrl+alt+super+[",
      "ctrl+]",
      "alt+}",
      "ctrl+shift+ctrl+a",
      "?",
      "no such key",
      "ctrl+",
    );
  const text = fc.string({ minLength: Number(schema.minLength ?? 0), maxLength: 8, unit: "grapheme" });
  return text.filter((value) => !value.includes("\0"));
}

/** The value with the place at a number replaced, where places are counted depth first. */
function changed(value: Json, at: number, other: Json): Json {
  const places = count(value);
  return replace(value, at % places, other);
}

const count = (value: Json): number =>
  1 + childrenOf(value).reduce((sum, [, child]) => sum + count(child), 0);

function replace(value: Json, at: number, other: Json): Json {
  if (at === 0) return other;
  let left = at - 1;
  const entries = childrenOf(value).map(([key, child]): [string, Json] => {
    const places = count(child);
    const within = left >= 0 && left < places;
    const result: [string, Json] = [key, within ? replace(child, left, other) : child];
    left -= places;
    return result;
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

const childrenOf = (value: Json): readonly [string, Json][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
