import { Ajv } from "ajv";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { type Judged, judgements } from "./verdicts.js";

// Schemas made up of the keywords that are translated, several of them side by side, with values that have the same
// few names and scalars, so that they often fit. In draft-07, since ajv's code for later drafts fails on some of them.

const SCHEMAS = 400;
const VALUES = 25;

const names = ["a", "b", "x-c"];
const scalars: readonly Json[] = [null, true, false, 0, 1, 2, 2.5, -3, "", "a", "ab", "x-1", "é", "日本"];

const small = fc.integer({ min: 0, max: 3 });
const bound = fc.constantFrom(-3, 0, 1, 2, 2.5);
const pattern = fc.constantFrom("^a", "b$", "^x-", "^[a-z]+$", "^.$", "\\d", "^(a|b)*$");

const { schema } = fc.letrec<{ schema: Json; map: Json }>((tie) => {
  const nested = tie("schema");
  const some = fc.array(nested, { minLength: 1, maxLength: 3 });
  const keyword: Readonly<Record<string, fc.Arbitrary<Json>>> = {
    type: fc.oneof(
      fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object"),
      fc.uniqueArray(fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object"), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
    enum: fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 4 }),
    const: fc.constantFrom<Json[]>(...scalars, [1], { a: 1 }, [], {}),
    minLength: small,
    maxLength: small,
    pattern,
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    items: fc.oneof(nested, some),
    additionalItems: nested,
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    properties: tie("map"),
    required: fc.subarray(names),
    additionalProperties: nested,
    patternProperties: fc
      .tuple(fc.constantFrom("^x-", "^.*$", "a"), nested)
      .map(([key, of]) => ({ [key]: of })),
    propertyNames: fc.oneof(fc.record({ pattern }), fc.boolean()),
    minProperties: small,
    maxProperties: small,
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: nested,
  };
  const object = fc
    .uniqueArray(fc.constantFrom(...Object.keys(keyword)), { maxLength: 4 })
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, keyword[key] ?? nested]))));
  return {
    schema: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.boolean(), object, object, object),
    map: fc.dictionary(fc.constantFrom(...names), nested, { maxKeys: 3, noNullPrototype: true }),
  };
});

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...scalars),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

interface Case {
  readonly schema: Json;
  readonly values: readonly Json[];
  readonly lost: boolean;
  readonly judged: readonly Judged[];
}

let cases: readonly Case[] = [];
beforeAll(async () => {
  const seed = 7;
  const given = fc
    .sample(fc.tuple(schema, fc.array(value, { minLength: VALUES, maxLength: VALUES })), {
      numRuns: SCHEMAS,
      seed,
    })
    .map(([of, values], index) => ({
      name: `schema ${index}`,
      schema: of,
      values,
      typed: importJsonSchema(JSON.stringify(of), { dialect: "draft-07" }),
    }));
  const judged = await judgements(
    Object.fromEntries(given.map(({ name, typed, values }) => [name, { typed, values }])),
  );
  cases = given.map(({ name, schema: of, values, typed }) => ({
    schema: of,
    values,
    lost: typed.losses.length > 0,
    judged: judged.get(name) ?? [],
  }));
});

const ajv = new Ajv({ strict: false, validateSchema: false });

test("no value that fits is refused", () => {
  const wrong = cases.flatMap(({ schema: of, values, judged }) => {
    const fits = ajv.compile(of as JsonObject | boolean);
    return values
      .filter((given, index) => fits(given) && judged[index]?.taken !== true)
      .map((given) => ({ schema: of, given }));
  });
  expect(wrong.slice(0, 5)).toEqual([]);
});

test("no value that does not fit is taken, where nothing was lost", () => {
  const wrong = cases.flatMap(({ schema: of, values, judged, lost }) => {
    const fits = ajv.compile(of as JsonObject | boolean);
    if (lost) return [];
    return values
      .map((given, index) => ({ schema: of, given, judged: judged[index] }))
      .filter(({ judged: result }) => result?.taken === true && !fits(result.written));
  });
  expect(wrong.slice(0, 5)).toEqual([]);
});

test("many of each kind were tried", () => {
  const exact = cases.filter(({ lost }) => !lost);
  expect(exact.length).toBeGreaterThan(SCHEMAS / 4);
  expect(exact.flatMap(({ judged }) => judged).filter(({ taken }) => taken).length).toBeGreaterThan(500);
  expect(exact.flatMap(({ judged }) => judged).filter(({ taken }) => !taken).length).toBeGreaterThan(500);
});
