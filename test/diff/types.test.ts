import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/compiler/data/check.js";
import { treeOf } from "../../src/compiler/data/tree.js";
import { accepts } from "../../src/compiler/diff/types/accepts.js";
import { typeChange } from "../../src/compiler/diff/types/change.js";
import { readType } from "../../src/compiler/docs/read-type.js";
import { typeText } from "../../src/compiler/docs/type-text.js";
import type { Json, Option, OptionType } from "../../src/compiler/ir/types.js";
import { size } from "../support/long.js";

/** Reads the type, or says what it is called. */
const t = (words: string): OptionType => readType(words);
const set = (
  options: readonly (readonly [string, OptionType, required?: boolean])[],
  freeform?: OptionType,
): OptionType => ({
  kind: "submodule",
  options: options.map(
    ([name, type, required = false]): Option =>
      required
        ? { name, type, description: "" }
        : {
            name,
            type: { kind: "nullOr", of: type },
            description: "",
            default: { kind: "data", value: null },
          },
  ),
  ...(freeform && { freeform }),
});

describe("typeChange", () => {
  const table: readonly [string, { given: [OptionType, OptionType]; want: object }][] = [
    ["a null more", { given: [t("string"), t("null or string")], want: { kind: "widened" } }],
    ["an alternative less", { given: [t("string or boolean"), t("string")], want: { kind: "narrowed" } }],
    ["another kind", { given: [t("string"), t("signed integer")], want: { kind: "incompatible" } }],
    ["an enum for a string", { given: [t("string"), t('one of "a", "b"')], want: { kind: "narrowed" } }],
    ["a string for an enum", { given: [t('one of "a", "b"'), t("string")], want: { kind: "widened" } }],
    [
      "a value more",
      { given: [t("boolean"), t('boolean or value "auto" (singular enum)')], want: { kind: "widened" } },
    ],
    [
      "values of an enum within lists",
      {
        given: [t('list of (one of "a", "b")'), t('list of (one of "b", "c")')],
        want: { kind: "values", removed: ["a"], added: ["c"] },
      },
    ],
    [
      "a lower bound",
      { given: [t("signed integer"), t("unsigned integer, meaning >=0")], want: { kind: "narrowed" } },
    ],
    [
      "an open bound",
      {
        given: [
          { kind: "number", min: 0 },
          { kind: "number", exclusiveMin: 0 },
        ],
        want: { kind: "narrowed" },
      },
    ],
    [
      "a range moved",
      {
        given: [
          { kind: "int", min: 0, max: 5 },
          { kind: "int", min: 1, max: 6 },
        ],
        want: { kind: "incompatible" },
      },
    ],
    ["an integer as number", { given: [t("signed integer"), { kind: "number" }], want: { kind: "widened" } }],
    [
      "definitions that no longer merge",
      { given: [t('strings concatenated with "\\n"'), t("string")], want: { kind: "narrowed" } },
    ],
    [
      "another pattern",
      {
        given: [t("string matching the pattern a+"), t("string matching the pattern b+")],
        want: { kind: "incompatible" },
      },
    ],
    [
      "a pattern less",
      { given: [t("string matching the pattern a+"), t("string")], want: { kind: "widened" } },
    ],
    [
      "a list of more",
      { given: [t("list of string"), t("list of (string or signed integer)")], want: { kind: "widened" } },
    ],
    [
      "an item at least",
      { given: [t("list of string"), t("non-empty list of string")], want: { kind: "narrowed" } },
    ],
    ["any JSON", { given: [t("attribute set of string"), t("JSON value")], want: { kind: "widened" } }],
    ["no JSON", { given: [t("package"), t("JSON value")], want: { kind: "incompatible" } }],
    ["anything", { given: [t("package"), t("anything")], want: { kind: "widened" } }],
    [
      "unknown words with null",
      { given: [t("systemd unit name"), t("null or systemd unit name")], want: { kind: "widened" } },
    ],
    [
      "other unknown words",
      { given: [t("systemd unit name"), t("systemd option")], want: { kind: "incompatible" } },
    ],
    [
      "a member's type inside a union",
      {
        given: [
          { kind: "union", of: [set([["a", t("signed integer")]]), t("boolean")] },
          { kind: "union", of: [set([["a", { kind: "number" }]]), t("boolean")] },
        ],
        want: { kind: "widened" },
      },
    ],
    [
      "a member that must be set",
      {
        given: [set([["a", t("string")]]), set([["a", t("string"), true]])],
        want: { kind: "narrowed" },
      },
    ],
    ["a closed set", { given: [set([], { kind: "json" }), set([])], want: { kind: "narrowed" } }],
    [
      "a typed set for a free one",
      {
        given: [t("attribute set of (null or string)"), set([["a", t("string")]])],
        want: { kind: "narrowed" },
      },
    ],
    [
      "the same in another order",
      { given: [t("string or boolean"), t("boolean or string")], want: { kind: "same" } },
    ],
  ];
  it.each(table)("%s", (_, { given: [before, after], want }) => {
    expect(typeChange(before, after)).toEqual(want);
  });
});

const leaf = fc.constantFrom<OptionType>(
  { kind: "bool" },
  { kind: "str" },
  { kind: "lines" },
  { kind: "int" },
  { kind: "int", min: 0 },
  { kind: "int", min: 1, max: 3 },
  { kind: "number" },
  { kind: "number", exclusiveMin: 0 },
  { kind: "number", min: 0, max: 2 },
  { kind: "json" },
  { kind: "enum", values: ["a", "b"] },
  { kind: "enum", values: ["a", 1, true] },
  { kind: "str", pattern: "a+" },
  { kind: "str", minLength: 2 },
);
const { type } = fc.letrec<{ type: OptionType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    tie("type").map((of): OptionType => ({ kind: "nullOr", of })),
    fc
      .tuple(tie("type"), fc.constantFrom({}, { minItems: 1 }, { maxItems: 1 }))
      .map(([of, size]): OptionType => ({ kind: "listOf", of, ...size })),
    tie("type").map((of): OptionType => ({ kind: "attrsOf", of })),
    fc.tuple(tie("type"), tie("type")).map((of): OptionType => ({ kind: "union", of })),
    fc
      .tuple(
        tie("type"),
        fc.boolean(),
        fc.constantFrom(undefined, { kind: "json" } as const, { kind: "str" } as const),
      )
      .map(([of, required, rest]) => set([["a", of, required]], rest)),
  ),
}));
const fromFile = fc.constantFrom({}, { fromFile: true } as const);
/** Types of which the words tell everything. */
const { spoken } = fc.letrec<{ spoken: OptionType }>((tie) => ({
  spoken: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf.filter((of) => !("pattern" in of || "minLength" in of || "exclusiveMin" in of)),
    tie("spoken").map((of): OptionType => ({ kind: "nullOr", of })),
    tie("spoken").map((of): OptionType => ({ kind: "listOf", of })),
    tie("spoken").map((of): OptionType => ({ kind: "attrsOf", of })),
    fc.tuple(tie("spoken"), tie("spoken")).map((of): OptionType => ({ kind: "union", of })),
    fc
      .tuple(tie("spoken"), fromFile)
      .map(([freeform, from]): OptionType => ({ kind: "submodule", options: [], freeform, ...from })),
    fromFile.map((from): OptionType => ({ kind: "submodule", options: [], ...from })),
  ),
}));
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Json>(null, true, false, 0, 1, 2, 3, 9, -1, 0.5, "", "a", "aa", "b", "long"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 }),
  ),
})).value;

/** Whether the host file's checker, which knows nothing of this one, takes the value. */
function takes(of: OptionType, given: Json): boolean {
  const position = { line: 1, column: 1 };
  const entries = [{ name: "it", position, value: treeOf(given, position) }];
  try {
    checkOptions(
      { kind: "map", position, entries },
      { options: [{ name: "it", type: of, description: "" }], definitions: {} },
      "",
    );
    return true;
  } catch {
    return false;
  }
}

describe("accepts", () => {
  it("never calls a type wider that refuses a value of the other", () => {
    let proven = 0;
    fc.assert(
      fc.property(type, type, value, (wide, narrow, given) => {
        if (!accepts(wide, narrow) || !takes(narrow, given)) return;
        proven += 1;
        expect(takes(wide, given)).toBe(true);
      }),
      { numRuns: size({ part: 50_000, whole: 1_000_000 }) },
    );
    expect(proven).toBeGreaterThan(100);
  });

  it.each<[string, { free: OptionType; bound: OptionType }]>([
    [
      "a set of which an option has to be set",
      { free: set([["a", t("string")]]), bound: set([["a", t("string"), true]]) },
    ],
    [
      "a list of one at least",
      { free: { kind: "listOf", of: t("string") }, bound: { kind: "listOf", of: t("string"), minItems: 1 } },
    ],
  ])("knows that %s has to be set", (_, { free, bound }) => {
    const wide = (of: OptionType) => set([["a", of, true]], { kind: "json" });
    const narrow: OptionType = { kind: "attrsOf", of: bound };
    expect([takes(narrow, {}), takes(wide(bound), {}), accepts(wide(bound), narrow)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([takes(wide(free), {}), accepts(wide(free), narrow)]).toEqual([true, true]);
  });

  it("finds every type as wide as itself, and a null more wider", () => {
    fc.assert(
      fc.property(type, (of) => {
        expect([accepts(of, of), accepts({ kind: "nullOr", of }, of)]).toEqual([true, true]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a set that may come from a file", () => {
  const plain: OptionType = { kind: "submodule", options: [] };
  const either: OptionType = { ...plain, fromFile: true };

  it.each<[string, OptionType, OptionType, boolean]>([
    ["takes more than one that may not", either, plain, true],
    ["is not taken by one that may not", plain, either, false],
    ["is none that JSON can write", { kind: "json" }, either, false],
    ["is not taken by a set of anything JSON", { kind: "attrsOf", of: { kind: "json" } }, either, false],
  ])("%s", (_, wide, narrow, want) => {
    expect(accepts(wide, narrow)).toBe(want);
  });
});

describe("readType", () => {
  it("reads back what typeText writes, as far as the words say it", () => {
    fc.assert(
      fc.property(spoken, (of) => {
        const read = readType(typeText(of, {}));
        expect([accepts(of, read), accepts(read, of)]).toEqual([true, true]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, object]>([
    ["16 bit unsigned integer; between 0 and 65535 (both inclusive)", { kind: "int", min: 0, max: 65535 }],
    ["integer between 0 and 7 (both inclusive)", { kind: "int", min: 0, max: 7 }],
    [
      "positive integer, meaning >0, or boolean",
      { kind: "union", of: [{ kind: "int", min: 1 }, { kind: "bool" }] },
    ],
    ['one of "a", 1, true, <null>', { kind: "enum", values: ["a", 1, true, null] }],
    ["(optionally newline-terminated) single-line string", { kind: "ref" }],
    [
      "list of (open submodule of (JSON value))",
      { kind: "listOf", of: { kind: "submodule", options: [], freeform: { kind: "json" } } },
    ],
    ["(".repeat(50_000), { kind: "ref" }],
    ["", { kind: "ref" }],
  ])("%s", (text, want) => {
    expect(readType(text)).toMatchObject(want);
  });
});
