import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  data,
  expression,
  option,
  optionsOf,
  UnsupportedSchemaError,
} from "../../src/compiler/frontends/zod.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";

const typeOf = (schema: z.core.$ZodType): OptionType | undefined =>
  optionsOf(z.object({ x: option(schema, { description: "x" }) }))[0]?.type;

describe("zod types become option types", () => {
  const cases: readonly [string, { given: () => z.core.$ZodType; want: OptionType }][] = [
    ["boolean", { given: () => z.boolean(), want: { kind: "bool" } }],
    ["string", { given: () => z.string(), want: { kind: "str" } }],
    [
      "string with bounds",
      { given: () => z.string().min(1).max(9), want: { kind: "str", minLength: 1, maxLength: 9 } },
    ],
    [
      "anchors go, the slash loses its escape",
      { given: () => z.string().regex(/^\/[a-z]+$/), want: { kind: "str", pattern: "/[a-z]+" } },
    ],
    [
      "pattern with a line break",
      { given: () => z.string().regex(/^[^\n:]*$/), want: { kind: "str", pattern: "[^\n:]*" } },
    ],
    ["integer", { given: () => z.int(), want: { kind: "int" } }],
    ["integer with bounds", { given: () => z.int().min(1).max(64), want: { kind: "int", min: 1, max: 64 } }],
    ["number", { given: () => z.number().min(0), want: { kind: "number", min: 0 } }],
    ["enum", { given: () => z.enum(["a", "b"]), want: { kind: "enum", values: ["a", "b"] } }],
    ["literal", { given: () => z.literal([1, "a", null]), want: { kind: "enum", values: [1, "a", null] } }],
    ["nullable", { given: () => z.string().nullable(), want: { kind: "nullOr", of: { kind: "str" } } }],
    [
      "a default does not change the type",
      { given: () => z.boolean().default(true), want: { kind: "bool" } },
    ],
    [
      "array",
      { given: () => z.array(z.int()).min(1), want: { kind: "listOf", of: { kind: "int" }, minItems: 1 } },
    ],
    [
      "record with a name pattern",
      {
        given: () => z.record(z.string().regex(/^[a-z]+$/), z.string()),
        want: { kind: "attrsOf", of: { kind: "str" }, namePattern: "[a-z]+" },
      },
    ],
    [
      "union",
      {
        given: () => z.union([z.boolean(), z.string()]),
        want: { kind: "union", of: [{ kind: "bool" }, { kind: "str" }] },
      },
    ],
    [
      "a registered type wins",
      { given: () => option(z.unknown(), { type: { kind: "package" } }), want: { kind: "package" } },
    ],
  ];
  it.each(cases)("%s", (_, { given, want }) => {
    // A fresh registration on the inner schema must survive: x is the array's element here.
    const inner = optionsOf(z.object({ x: option(z.array(given()), { description: "x" }) }))[0]?.type;
    expect(inner).toEqual({ kind: "listOf", of: want });
  });
});

describe("options", () => {
  it("keep the order of declaration, the default and the example", () => {
    const schema = z.object({
      b: option(z.string().default("x"), { description: "first", example: data("y") }),
      a: option(z.string(), { description: "second", default: expression("pkgs.x"), defaultText: "pkgs.x" }),
    });
    expect(optionsOf(schema)).toEqual<readonly Option[]>([
      { name: "b", type: { kind: "str" }, description: "first", default: data("x"), example: data("y") },
      {
        name: "a",
        type: { kind: "str" },
        description: "second",
        default: expression("pkgs.x"),
        defaultText: "pkgs.x",
      },
    ]);
  });

  it("a plain object is a group, an object inside a record a submodule", () => {
    const member = z.object({ x: option(z.boolean(), { description: "x" }) });
    const schema = z.object({
      group: member,
      named: option(z.record(z.string(), member), { description: "named" }),
    });
    const [group, named] = optionsOf(schema);
    expect(group?.declaration).toEqual({ kind: "group" });
    expect(named?.type.kind === "attrsOf" && named.type.of.kind).toBe("submodule");
  });

  it("a catchall is the freeform type", () => {
    const open = option(z.looseObject({}).catchall(z.string()).nullable(), { description: "open" });
    expect(typeOf(open)).toEqual({
      kind: "nullOr",
      of: { kind: "submodule", options: [], freeform: { kind: "str" } },
    });
  });

  it("a type without a counterpart is refused with its path", () => {
    const schema = z.object({ outer: z.object({ when: option(z.date(), { description: "when" }) }) });
    expect(() => optionsOf(schema)).toThrow(UnsupportedSchemaError);
    expect(() => optionsOf(schema)).toThrow('schema outer.when: zod type "date" has no option type');
  });

  it("an option without a description is refused with its path", () => {
    expect(() => optionsOf(z.object({ silent: z.boolean() }))).toThrow(
      "schema silent: an option needs a description",
    );
  });
});
