import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { flatten } from "../../src/compiler/importers/flatten.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { orderMaps } from "../../src/compiler/importers/ordered.js";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";
import { verdicts } from "./verdicts.js";

/** A row of the mapping table: a schema, values that its type takes and refuses, and what was lost. */
interface Row {
  readonly schema: JsonObject | boolean;
  readonly accept: readonly Json[];
  readonly reject: readonly Json[];
  /** Reasons in the loss report. */
  readonly lost?: readonly string[];
  /** Paths of what `--ordered` names. */
  readonly ordered?: readonly string[];
}

const list: Json = [];
const set: Json = {};
const every: readonly Json[] = [null, true, 1, 1.5, "a", list, set];
const but = (...taken: readonly Json[]): readonly Json[] => every.filter((value) => !taken.includes(value));

const draft7 = { $schema: "http://json-schema.org/draft-07/schema#" };
const open = { type: "object", properties: { a: { type: "string" } } };
const tree = {
  $ref: "#/$defs/node",
  $defs: {
    node: {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" }, next: { $ref: "#/$defs/node" } },
    },
  },
};
const byTag = (tag: string, type: string) => ({
  type: "object",
  required: ["kind"],
  properties: { kind: { const: tag }, value: { type } },
});

/** By the row's name in docs/schema-mapping.md. */
const rows: Readonly<Record<string, Row>> = {
  "no type, `true`, `{}`": { schema: true, accept: every, reject: [] },
  "`false`": { schema: false, accept: [], reject: every },
  "`type: boolean`": { schema: { type: "boolean" }, accept: [true, false], reject: but(true) },
  "`type: null`": { schema: { type: "null" }, accept: [null], reject: but(null) },
  "`type: string`": { schema: { type: "string" }, accept: ["", "a", "${x} ''"], reject: but("a") },
  "`minLength`, `maxLength`": {
    schema: { type: "string", minLength: 2, maxLength: 3 },
    accept: ["ab", "éé", "日本語", "😀😀😀"],
    reject: ["", "a", "é", "😀", "abcd", "éééé", 12],
  },
  "`pattern`": {
    schema: { type: "string", pattern: "^[a-z]+-\\d{2}$" },
    accept: ["ab-12"],
    reject: ["ab-1", "AB-12", "xab-12\n", 12],
  },
  "`pattern` without an equivalent": {
    schema: { type: "string", pattern: "^(a)\\1$" },
    accept: ["aa", "b"],
    reject: [1],
    lost: ['the pattern "^(a)\\\\1$" is not checked: POSIX has nothing like \\1'],
  },
  "`format`": {
    schema: { type: "string", format: "email" },
    accept: ["a@b", "no address"],
    reject: [1],
    lost: ['the format "email" is not checked'],
  },
  "`type: integer`": { schema: { type: "integer" }, accept: [0, -1, 9007199254740991], reject: but(1) },
  "`type: number`": { schema: { type: "number" }, accept: [0, 1, -1.5, 1e300], reject: but(1, 1.5) },
  "`minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`": {
    schema: {
      properties: {
        a: { type: "number", exclusiveMinimum: 0, maximum: 2 },
        b: { type: "integer", minimum: 1, exclusiveMaximum: 3 },
      },
    },
    accept: [{ a: 0.1 }, { a: 2, b: 1 }, { b: 2 }],
    reject: [{ a: 0 }, { a: 2.1 }, { b: 0 }, { b: 3 }, { b: 1.5 }],
  },
  "`multipleOf`": {
    schema: { type: "number", multipleOf: 5 },
    accept: [5, 7],
    reject: [1.5, "5"],
    lost: ["multiples of 5 are not checked"],
  },
  "`enum`, `const`": {
    schema: { enum: ["a", 'q"${x}', 1, 2.5, true, null] },
    accept: ["a", 'q"${x}', 1, 2.5, true, null],
    reject: ["b", 2, false, list, set],
  },
  "`const` of a list or an object": {
    schema: { enum: [{ a: [1] }, list] },
    accept: [{ a: [1] }, list],
    reject: [{ a: list }, { a: [2] }, set, { a: [1], b: 1 }, [1], null],
  },
  "`type: array`, `items`": {
    schema: { type: "array", items: { type: "string" } },
    accept: [list, ["a", "b"]],
    reject: [...but(list), ["a", 1]],
  },
  "`minItems`, `maxItems`, `uniqueItems`": {
    schema: { type: "array", minItems: 1, maxItems: 3, uniqueItems: true },
    accept: [[1], [1, "1", true], [{ a: 1 }, { a: 2 }]],
    reject: [list, [1, 2, 3, 4], [1, 1], [{ a: 1 }, { a: 1 }]],
  },
  "`prefixItems`, `items` as a list": {
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
    accept: [["a", 1], ["a"], [1, "a"]],
    reject: [["a", 1, 1], [true]],
    lost: ["items are checked against all the types of the tuple, not each by its position"],
  },
  "`contains`": {
    schema: { type: "array", contains: { const: 1 } },
    accept: [[1], list],
    reject: [1],
    lost: ["contains is not checked"],
  },
  "`properties`, `additionalProperties: true`": {
    schema: open,
    accept: [set, { a: "x" }, { b: 1 }, { a: "x", b: [null] }, { "with.dot": 1, rec: 2, "": 3 }],
    reject: [{ a: 1 }, "x", list],
  },
  "`required`": {
    schema: {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "string" } },
      additionalProperties: { type: "integer" },
    },
    accept: [{ a: "x", b: 1 }],
    reject: [set, { a: "x" }, { b: 1 }, { a: null, b: 1 }, { a: "x", b: null }],
  },
  "`required` list or object": {
    schema: {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "array" }, b: { type: "array", minItems: 1 } },
    },
    accept: [{ a: list, b: [1] }, { b: [1] }],
    reject: [{ a: list }, { a: list, b: list }, { a: null, b: [1] }],
    lost: ["where it is left out, it is empty"],
  },
  "not `required`": { schema: open, accept: [set, { a: "x" }], reject: [{ a: 1 }] },
  "`null` allowed for a key": {
    schema: { type: "object", properties: { a: { type: ["string", "null"] } } },
    accept: [set, { a: "x" }, { a: null }],
    reject: [{ a: 1 }],
  },
  "`additionalProperties: false`": {
    schema: { ...open, additionalProperties: false },
    accept: [set, { a: "x" }],
    reject: [{ b: 1 }, { a: "x", b: 1 }],
  },
  "`additionalProperties` with a schema": {
    schema: { ...open, additionalProperties: { type: "integer" } },
    accept: [{ a: "x", b: 1 }, { b: 1 }],
    reject: [{ a: "x", b: "y" }, { b: 1.5 }],
  },
  "`additionalProperties` alone, `patternProperties` of every name": {
    schema: { type: "object", patternProperties: { "^.*$": { type: "integer" } } },
    accept: [set, { a: 1, "b.c": 2 }],
    reject: [{ a: "x" }, list],
  },
  "`patternProperties`, `additionalProperties: false`": {
    schema: {
      type: "object",
      patternProperties: { "^x-": { type: "integer" } },
      additionalProperties: false,
    },
    accept: [set, { "x-a": 1 }],
    reject: [{ "x-a": "b" }, { y: 1 }],
  },
  "`patternProperties` beside other keys": {
    schema: {
      type: "object",
      patternProperties: { "^x-": { type: "integer" } },
      additionalProperties: { type: "string" },
    },
    accept: [{ "x-a": 1, b: "c" }, { b: 1 }],
    reject: [{ b: true }],
    lost: ["other keys are checked against all the types that patterns give, not each by its name"],
  },
  "`propertyNames`": {
    schema: { type: "object", propertyNames: { pattern: "^[a-z]+$" } },
    accept: [set, { a: 1 }],
    reject: [{ A: 1 }, { "": 1 }],
  },
  "`minProperties`, `maxProperties`": {
    schema: { type: "object", minProperties: 1, maxProperties: 2 },
    accept: [set, { a: 1 }, { a: 1, b: 1, c: 1 }],
    reject: [list],
    lost: ["at least 1 keys: not checked", "at most 2 keys: not checked"],
  },
  "`type` as a list": {
    schema: { type: ["string", "integer", "null"] },
    accept: ["a", 1, null],
    reject: [1.5, true, list, set],
  },
  "keywords without `type`": {
    schema: { minLength: 2, minimum: 3 },
    accept: ["ab", 3, true, null, list, set],
    reject: ["a", 2],
  },
  "`anyOf` of different kinds": {
    schema: {
      anyOf: [{ type: "string" }, open, { type: "array", items: { type: "integer" } }, { const: false }],
    },
    accept: ["x", { a: "y" }, [1], false],
    reject: [{ a: 1 }, ["x"], true, 1],
  },
  "`anyOf` of scalars of a kind": {
    schema: {
      anyOf: [
        { type: "integer", maximum: 3 },
        { type: "number", minimum: 10 },
      ],
    },
    accept: [1, 3, 10.5],
    reject: [4, 2.5, "x"],
  },
  "`anyOf` of several lists or several objects": {
    schema: { anyOf: [byTag("a", "string"), byTag("b", "integer")] },
    accept: [
      { kind: "a", value: "x" },
      { kind: "b", value: 1 },
      { kind: "b", value: "x" },
    ],
    reject: [{ kind: "c" }, set, { kind: "a", value: true }],
    lost: ["2 kinds of objects are joined to one that takes what any of them takes"],
  },
  "`oneOf` of alternatives that exclude each other": {
    schema: { oneOf: [{ type: "string" }, { type: "integer" }] },
    accept: ["x", 1],
    reject: [1.5, null],
  },
  "`oneOf` of alternatives that overlap": {
    schema: { oneOf: [{ type: "integer" }, { type: "number", minimum: 2 }] },
    accept: [1, 2.5, 3],
    reject: [1.5, "x"],
    lost: ["a value that fits several members of oneOf is taken"],
  },
  "`allOf`, keywords beside `$ref`": {
    schema: {
      allOf: [open, { required: ["b"], properties: { b: { type: "integer", minimum: 1 } } }],
      properties: { b: { maximum: 5 } },
    },
    accept: [{ b: 1 }, { a: "x", b: 5, c: 1 }],
    reject: [set, { b: 0 }, { b: 6 }, { a: 1, b: 1 }],
  },
  "`not`": { schema: { not: { type: "string" } }, accept: every, reject: [], lost: ["not is not checked"] },
  "`if`, `dependentRequired` and the like": {
    schema: { type: "object", if: { required: ["a"] }, else: false },
    accept: [{ a: 1 }],
    reject: [1],
    lost: ["if is not checked"],
  },
  "`$ref`, `$defs`": {
    schema: {
      type: "object",
      properties: { a: { $ref: "#/$defs/b~1c" } },
      $defs: { "b/c": { enum: ["x"] } },
    },
    accept: [{ a: "x" }],
    reject: [{ a: "y" }],
  },
  "`$ref` that leads to nothing, or to a file that is not given": {
    schema: { properties: { a: { $ref: "https://example.org/other.json" }, b: { $ref: "#/$defs/gone" } } },
    accept: [{ a: 1, b: "x" }],
    reject: [],
    lost: [
      'the reference "https://example.org/other.json" is outside this document, so any value is taken',
      'the reference "#/$defs/gone" leads to nothing, so any value is taken',
      "null stands for an absent key here, so an explicit null cannot be written",
      "null stands for an absent key here, so an explicit null cannot be written",
    ],
  },
  "recursive `$ref`": {
    schema: tree,
    accept: [{ name: "a" }, { name: "a", next: { name: "b", next: { name: "c" } } }],
    reject: [set, { name: "a", next: set }, { name: "a", next: { name: "b", next: 1 } }],
  },
  "`$ref` in draft-07 and before": {
    schema: {
      ...draft7,
      properties: { a: { $ref: "#/definitions/b", maximum: 1 } },
      definitions: { b: { type: "integer" } },
    },
    accept: [{ a: 5 }],
    reject: [{ a: "x" }],
  },
  "`exclusiveMinimum: true` in draft-04": {
    schema: {
      $schema: "http://json-schema.org/draft-04/schema#",
      id: "https://example.org/s.json",
      type: "integer",
      minimum: 1,
      exclusiveMinimum: true,
      maximum: 5,
      exclusiveMaximum: false,
    },
    accept: [2, 5],
    reject: [1, 6],
  },
  "`default`": {
    schema: { properties: { a: { type: "integer", default: 3 } } },
    accept: [set, { a: 1 }],
    reject: [{ a: "x" }],
  },
  "`deprecated`, `deprecationMessage`": {
    schema: { properties: { a: { type: "integer", deprecated: true } } },
    accept: [set, { a: 1 }],
    reject: [{ a: "x" }],
  },
  "annotations of editors (`markdownDescription`, `enumDescriptions`, `defaultSnippets`, `allowComments`, …)":
    {
      schema: {
        type: "object",
        allowComments: true,
        allowTrailingCommas: true,
        properties: {
          a: {
            enum: ["x", "y"],
            markdownDescription: "**Which**",
            enumDescriptions: ["one", "two"],
            markdownEnumDescriptions: ["one", "two"],
            defaultSnippets: [{ body: "x" }],
            errorMessage: "no",
            doNotSuggest: true,
          },
        },
      },
      accept: [{ a: "x" }],
      reject: [{ a: "z" }],
    },
  "unknown keywords": {
    schema: { type: "string", sparkles: true, "x-vendor": 1 },
    accept: ["x"],
    reject: [1],
    lost: ['unknown keyword "sparkles"'],
  },
  "an object that `--ordered` or a declaration names": {
    schema: {
      type: "object",
      properties: {
        a: {
          type: "object",
          properties: { x: { type: "string" } },
          additionalProperties: { type: "integer" },
        },
      },
    },
    ordered: ["a"],
    accept: [set, { a: list }, { a: [{ y: 1 }, { x: "s" }, { b: 2 }] }, { a: { y: 1 } }],
    reject: [
      { a: { y: 1, b: 2 } },
      { a: [{ y: 1, b: 2 }] },
      { a: [{ x: 1 }] },
      { a: [{ y: "s" }] },
      { a: [1] },
      { a: 1 },
    ],
  },
};

const imported = new Map(
  Object.entries(rows).map(([name, { schema, ordered = [] }]): [string, Imported] => [
    name,
    orderMaps(importJsonSchema(JSON.stringify(schema)), ordered),
  ]),
);
let judged: Awaited<ReturnType<typeof verdicts>>;
beforeAll(async () => {
  const cases = [...imported].map(([name, typed]) => {
    const row = rows[name];
    return [name, { typed, values: [...(row?.accept ?? []), ...(row?.reject ?? [])] }] as const;
  });
  judged = await verdicts(Object.fromEntries(cases));
});

test.each(Object.entries(rows))("%s", (name, { accept, reject, lost = [] }) => {
  const verdict = judged.get(name) ?? [];
  expect(accept.filter((_, index) => !verdict[index])).toEqual([]);
  expect(reject.filter((_, index) => verdict[accept.length + index])).toEqual([]);
  expect(imported.get(name)?.losses.map(({ reason }) => reason)).toEqual(lost);
});

test("the published table has these rows and no others", () => {
  const page = readFileSync(join(packageRoot, "docs/schema-mapping.md"), "utf8");
  const section = page.slice(page.indexOf("## JSON Schema"), page.indexOf("### Patterns"));
  const published = [...section.matchAll(/^\| (.+?) \| /gmu)]
    .map(([, name]) => name)
    .filter((name) => name !== "JSON Schema" && !name?.startsWith("---"));
  expect(published).toEqual(Object.keys(rows));
});

/** What each key of a schema is, in words. */
const typesOf = (schema: JsonObject): Readonly<Record<string, string>> => {
  const { type, definitions } = importJsonSchema(JSON.stringify(schema));
  return Object.fromEntries(flatten(type, definitions).map(({ path, type: words }) => [path, words]));
};

test("an anchor in the $id of a document leaves its references inside it", () => {
  const schema = {
    ...draft7,
    $id: "https://example.org/page#a-heading",
    type: "object",
    properties: {
      a: { $ref: "#/definitions/level" },
      b: { $ref: "https://example.org/page#a-heading" },
      c: { $ref: "https://example.org/page#named" },
    },
    definitions: { level: { $id: "#named", enum: ["low", "high"] } },
  };
  expect(typesOf(schema)).toMatchObject({ a: '"high" | "low"', b: "set", c: '"high" | "low"' });
});

test("a definition that is several objects is joined where it is defined, not wherever it is referred to", () => {
  const several = { anyOf: [open, { type: "object", properties: { b: { $ref: "#/$defs/several" } } }] };
  const keys = Array.from({ length: 40 }, (_, index) => [`k${index}`, { $ref: "#/$defs/several" }]);
  const { type, losses } = importJsonSchema(
    JSON.stringify({ type: "object", properties: Object.fromEntries(keys), $defs: { several } }),
  );
  expect(type.kind === "submodule" && type.options.map((option) => option.type)).toEqual(
    keys.map(() => ({ kind: "nullOr", of: { kind: "ref", name: "several" } })),
  );
  expect(losses.map(({ path }) => path)).toEqual(["#several", "#several.a", "#several.b"]);
});

test("definitions of one name in many places have names of their own, in a time that grows as they do", () => {
  const many = 20_000;
  const places = Array.from({ length: many }, (_, index) => [
    `k${index}`,
    { $defs: { same: { enum: [index] } }, $ref: `#/properties/k${index}/$defs/same` },
  ]);
  const { definitions } = importJsonSchema(
    JSON.stringify({ type: "object", properties: Object.fromEntries(places) }),
  );
  expect(Object.keys(definitions)).toHaveLength(many);
  expect(definitions[`same${many}`]).toEqual({ kind: "enum", values: [many - 1] });
});
