import * as fc from "fast-check";
import type { Tree } from "../../src/compiler/importers/diff.js";
import type { Json, JsonObject, Option, OptionType } from "../../src/compiler/ir/types.js";

/** Values for a JSON Schema: about half of them fit it, the others are such values with one place changed. */
export function valuesFor(schema: JsonObject, count: number, seed: number): readonly Json[] {
  const fitting = new Generator(schema).of(schema);
  return fc.sample(withChanges(fitting), { numRuns: count, seed });
}

/** Values of an option type, and such with one place changed; see {@link valuesFor}. */
export function valuesOf(typed: Tree, count: number, seed: number): readonly Json[] {
  return fc.sample(withChanges(ofType(typed.type, typed.definitions, 0)), { numRuns: count, seed });
}

const withChanges = (fitting: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof(
    fitting,
    fc.tuple(fitting, fc.nat(), odd).map(([value, at, other]) => changed(value, at, other)),
  );

function ofType(type: OptionType, definitions: Tree["definitions"], depth: number): fc.Arbitrary<Json> {
  const inner = (of: OptionType) => ofType(of, definitions, depth + 1);
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "int":
      return fc.nat(1000);
    case "number":
      return fc.constantFrom(0, 1, -2, 0.5, 1e6);
    case "str":
      return fc.constantFrom("", "a", "ask", "é", "npm run x");
    case "enum":
      return fc.constantFrom<Json[]>(...type.values);
    case "nullOr":
      return type.explicit === true ? fc.oneof(fc.constant(null), inner(type.of)) : inner(type.of);
    case "listOf":
      return fc.array(inner(type.of), {
        minLength: type.minItems ?? 0,
        maxLength: depth > 8 ? (type.minItems ?? 0) : Math.max(type.minItems ?? 0, 2),
      });
    case "attrsOf":
      return fc.dictionary(fc.constantFrom("x", "with.dot", "a b"), inner(type.of), {
        maxKeys: depth > 8 ? 0 : 2,
        noNullPrototype: true,
      });
    case "union":
      return fc.oneof(...type.of.map(inner));
    case "ref":
      return inner(definitions[type.name] ?? { kind: "json" });
    case "submodule": {
      const needed = type.options.filter((option) => option.default === undefined);
      const others = type.options.filter((option) => option.default !== undefined);
      const entry = (option: Option) =>
        inner(option.type).map((value): [string, Json] => [option.name, value]);
      const some =
        others.length === 0 || depth > 8
          ? fc.constant([])
          : fc.array(fc.constantFrom(...others).chain(entry), { maxLength: 3 });
      return fc
        .tuple(fc.tuple(...needed.map(entry)), some)
        .map((entries) => Object.fromEntries(entries.flat()));
    }
    default:
      return fc.constantFrom<Json[]>("any", 1, true);
  }
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
    const made = this.#made(schema, depth);
    const shown = shownIn(schema);
    return shown.length === 0 ? made : fc.oneof(made, fc.constantFrom(...shown));
  }

  #made(schema: JsonObject, depth: number): fc.Arbitrary<Json> {
    if (typeof schema.$ref === "string") return this.of(this.#resolve(schema.$ref), depth + 1);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom<Json[]>(...schema.enum);
    for (const some of [schema.anyOf, schema.oneOf])
      if (Array.isArray(some)) return fc.oneof(...some.map((member: Json) => this.of(member, depth + 1)));
    if (Array.isArray(schema.allOf))
      return fc.tuple(...schema.allOf.map((member: Json) => this.of(member, depth + 1))).map(together);
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

/** One value out of those of each member of `allOf`: the keys of all, or the first where one has none. */
const together = (values: readonly Json[]): Json =>
  values.every(isObject) ? Object.assign({}, ...values) : (values[0] ?? null);

/** The values that the schema itself shows: its examples and its default. */
function shownIn({ examples, default: preset }: JsonObject): readonly Json[] {
  return [
    ...(Array.isArray(examples) ? (examples as readonly Json[]) : []),
    ...(preset === undefined ? [] : [preset]),
  ];
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
  return replace(value, at % placesIn(value), other);
}

const placesIn = (value: Json): number =>
  1 + childrenOf(value).reduce((sum, [, child]) => sum + placesIn(child), 0);

function replace(value: Json, at: number, other: Json): Json {
  if (at === 0) return other;
  let left = at - 1;
  const entries = childrenOf(value).map(([key, child]): [string, Json] => {
    const places = placesIn(child);
    const within = left >= 0 && left < places;
    const result: [string, Json] = [key, within ? replace(child, left, other) : child];
    left -= places;
    return result;
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

export const childrenOf = (value: Json): readonly [string, Json][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
