import type { Json, JsonObject } from "../src/compiler/ir/types.js";

/** A schema of one key's values, and values that a converter may get wrong. */
export interface Probe {
  readonly what: string;
  readonly schema: JsonObject;
  readonly values: readonly Json[];
  readonly definitions?: JsonObject;
}

/** What starts an interpolation in Nix. */
const dollar = ["$", "{x}"].join("");

const tree: JsonObject = {
  type: "object",
  properties: { children: { type: "array", items: { $ref: "#/$defs/tree" } } },
  additionalProperties: false,
};

/** What JSON Schemas of configuration files use; whether a value is valid is left to a validator. */
export const probes: readonly Probe[] = [
  {
    what: "enum of strings that Nix has to quote",
    schema: { type: "string", enum: ['say "hi"', dollar, "''"] },
    values: ['say "hi"', dollar, "''", "other"],
  },
  { what: "enum of numbers", schema: { enum: [1, 2.5] }, values: [1, 2.5, 3, "1"] },
  { what: "const", schema: { const: "on" }, values: ["on", "off"] },
  { what: "a list of types", schema: { type: ["string", "integer"] }, values: ["a", 1, true] },
  { what: "a whole number for `number`", schema: { type: "number" }, values: [1, 1.5, "1"] },
  { what: "bounds of an integer", schema: { type: "integer", minimum: 1 }, values: [0, 1, 1.5] },
  { what: "bounds of a number", schema: { type: "number", maximum: 2 }, values: [1.5, 2.5] },
  { what: "exclusive bounds", schema: { type: "integer", exclusiveMinimum: 0 }, values: [0, 1] },
  {
    what: "a pattern that is not anchored",
    schema: { type: "string", pattern: "^v[0-9]" },
    values: ["v1beta", "1"],
  },
  { what: "lengths in characters", schema: { type: "string", maxLength: 2 }, values: ["éé", "abc"] },
  {
    what: "number of items",
    schema: { type: "array", items: { type: "string" }, minItems: 1 },
    values: [["a"], [], [1]],
  },
  {
    what: "items that differ",
    schema: { type: "array", items: { type: "string" }, uniqueItems: true },
    values: [
      ["a", "b"],
      ["a", "a"],
    ],
  },
  {
    what: "a key left out",
    schema: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
    values: [{}],
  },
  {
    what: "an object with more keys",
    schema: { type: "object", properties: { a: { type: "string" } } },
    values: [{ a: "x" }, { a: "x", b: 1 }, { a: 1 }],
  },
  {
    what: "an object without more keys",
    schema: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
    values: [{ a: "x" }, { a: "x", b: 1 }, { a: 1 }],
  },
  {
    what: "keys by pattern",
    schema: {
      type: "object",
      patternProperties: { "^x-": { type: "integer" } },
      additionalProperties: false,
    },
    values: [{ "x-a": 1 }, { "x-a": "s" }, { y: 1 }],
  },
  {
    what: "a required key",
    schema: {
      type: "object",
      properties: { a: { type: "string" } },
      required: ["a"],
      additionalProperties: false,
    },
    values: [{ a: "x" }, {}],
  },
  {
    what: "a string or an object",
    schema: {
      anyOf: [
        { type: "string" },
        {
          type: "object",
          properties: { a: { type: "string" } },
          required: ["a"],
          additionalProperties: false,
        },
      ],
    },
    values: ["x", { a: "x" }, { b: "x" }, 1],
  },
  {
    what: "a type that contains itself",
    schema: { $ref: "#/$defs/tree" },
    values: [{ children: [{ children: [] }] }, { children: [1] }, { children: [{ children: ["x"] }] }],
    definitions: { tree },
  },
];
