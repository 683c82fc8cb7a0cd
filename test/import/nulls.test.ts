import { beforeAll, expect, test } from "vitest";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { type Judged, judgements } from "./verdicts.js";

// What is written: never a key that nobody sets, and null where the schema takes it and somebody says it.

const typed = importJsonSchema(
  JSON.stringify({
    type: "object",
    required: ["needed"],
    properties: {
      needed: { type: ["string", "null"] },
      plain: { type: "string" },
      timezone: { type: ["string", "null"] },
      nested: { type: "object", properties: { level: { anyOf: [{ type: "integer" }, { type: "null" }] } } },
      either: { anyOf: [{ type: "null" }, { type: "object", properties: { a: { type: "string" } } }] },
      map: { type: "object", additionalProperties: { type: ["boolean", "null"] } },
      list: { type: "array", items: { type: ["string", "null"] } },
    },
  }),
);

const isNull: Json = { _type: "explicit-null" };
const cases: Readonly<Record<string, { readonly given: Json; readonly written?: Json }>> = {
  "nothing but what is needed": { given: { needed: "a" }, written: { needed: "a" } },
  "null where null is a value": {
    given: { needed: null, timezone: null, nested: { level: null }, either: null },
    written: { needed: null, timezone: null, nested: { level: null }, either: null },
  },
  "null where it stands for nothing": { given: { needed: "a", plain: null }, written: { needed: "a" } },
  "keys of a map, items of a list": {
    given: { needed: "a", map: { x: null, y: true }, list: ["b", null] },
    written: { needed: "a", map: { x: null, y: true }, list: ["b", null] },
  },
  "a set that nobody fills": { given: { needed: "a", either: {} }, written: { needed: "a", either: {} } },
  "a value that was merged before": {
    given: { needed: isNull, timezone: isNull },
    written: { needed: null, timezone: null },
  },
  "null in a value that may be any": {
    given: { needed: "a", free: { x: null, y: isNull } },
    written: { needed: "a", free: { y: null } },
  },
  "what is needed, left out": { given: { timezone: null } },
  "the wrong type": { given: { needed: "a", timezone: 1 } },
};

let judged: readonly Judged[] = [];
beforeAll(async () => {
  const values = Object.values(cases).map(({ given }) => given);
  judged = (await judgements({ it: { typed, values } })).get("it") ?? [];
});

test.each(Object.entries(cases).map(([name, { written }], index) => [name, index, written] as const))(
  "%s",
  (_, index, written) => {
    expect(judged[index]).toEqual(written === undefined ? { taken: false } : { taken: true, written });
  },
);

test("nothing is lost", () => {
  expect(typed.losses).toEqual([]);
});
