import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { optionsJson } from "../../src/compiler/docs/options-json.js";
import { referenceOf } from "../../src/compiler/docs/reference.js";
import { typeFile } from "../../src/compiler/emit/options.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { endRecursion } from "../../src/compiler/ir/recursion.js";
import type { Json, Module } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { size } from "../support/long.js";
import { pi } from "../support/pi.js";
import { published } from "./published.js";
import type { Typed } from "./verdicts.js";

// Types that contain themselves: documentation ends, and a wrong value names its option.

/** `v`, an option of that type, as a Nix expression sees it; `use` has `lib`, `type` and `evaluated value`. */
async function evaluateTyped(
  cases: Readonly<Record<string, { readonly typed: Typed; readonly use: string }>>,
): Promise<Record<string, Outcome>> {
  const library = (await findLibrary()).path;
  const expressions = Object.entries(cases).map(([name, { typed, use }]) => {
    const source = typeFile(typed.type, typed.definitions, { version: "test", title: "app", source: "test" });
    return [
      name,
      `let
        lib = import ${quoted(library)};
        pkgs = import ${quoted(join(packageRoot, "test/nixos-stubs/pkgs.nix"))} {inherit lib;};
        type = (${source}) {inherit lib pkgs;};
        module.options.v = lib.mkOption { inherit type; description = ""; };
        options = (lib.evalModules {modules = [module];}).options;
        evaluated = value: (lib.evalModules {modules = [module {config.v = value;}];}).config.v;
      in ${use}`,
    ] as const;
  });
  return evaluateMany(Object.fromEntries(expressions));
}

/** Name and type of every option, as nixosOptionsDoc would list them. */
const documentation = `map (option: [option.name option.type])
  (builtins.filter (option: option.visible && !option.internal) (lib.optionAttrSetToDocList {inherit (options) v;}))`;

const asModule = ({ type, definitions }: Typed): Module => ({
  target: "nixos",
  path: [],
  summary: "",
  options: [{ name: "v", type, description: "" }],
  definitions,
});

/** The same out of the documentation of nixsmith itself. */
const ours = (typed: Typed): readonly (readonly [name: string, type: string])[] =>
  Object.entries(optionsJson([asModule(typed)], () => [])).map(([name, { type }]) => [name, type]);

const byName = (listed: unknown): unknown =>
  Array.isArray(listed) ? [...listed].sort(([a], [b]) => (a < b ? -1 : 1)) : listed;

const schemas: Readonly<Record<string, Json>> = {
  "a string or a list of itself": {
    $ref: "#/$defs/J",
    $defs: { J: { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/$defs/J" } }] } },
  },
  "a list of itself": { $ref: "#/$defs/L", $defs: { L: { type: "array", items: { $ref: "#/$defs/L" } } } },
  "a set of itself or null": {
    $ref: "#/$defs/S",
    $defs: { S: { type: ["object", "null"], additionalProperties: { $ref: "#/$defs/S" } } },
  },
  "a tree": {
    type: "object",
    properties: { left: { $ref: "#" }, right: { type: "array", items: { $ref: "#" } } },
  },
  "three that contain each other": {
    type: "object",
    properties: { b: { $ref: "#/$defs/b" }, c: { $ref: "#/$defs/c" } },
    additionalProperties: false,
    $defs: {
      a: { type: "object", properties: { b: { $ref: "#/$defs/b" }, c: { $ref: "#/$defs/c" } } },
      b: { type: "object", properties: { c: { $ref: "#/$defs/c" }, b: { $ref: "#/$defs/b" } } },
      c: {
        type: "object",
        properties: { a: { $ref: "#/$defs/a" }, more: { type: "array", items: { $ref: "#/$defs/b" } } },
        additionalProperties: { $ref: "#/$defs/c" },
      },
    },
  },
};

/** What people may write wrongly, and where the message has to say that it stands. */
const wrong: readonly (readonly [schema: string, value: Json, message: RegExp])[] = [
  ["a string or a list of itself", 1, /option `v' is not of type `string or list of J'/],
  [
    "a string or a list of itself",
    ["a", [["b", 2]]],
    /option `v\."\[definition 1-entry 2\]"\."\[definition 1-entry 1\]"\."\[definition 1-entry 2\]"' is not of type `J'/,
  ],
  ["a list of itself", [[[]], "x"], /option `v\."\[definition 1-entry 2\]"' is not of type `L'/],
  ["a set of itself or null", { a: { b: null, c: true } }, /option `v\.a\.c' is not of type `S'/],
  ["a tree", { right: [{ left: { left: 1 } }] }, /entry 1\]"\.left\.left' is not of type `null or \S+'/],
  [
    "three that contain each other",
    { c: { a: { b: [] } } },
    /option `v\.c\.a\.b' is not of type `null or b'/,
  ],
];

/** Trees of definitions that refer to each other at random. */
const anyGraph: fc.Arbitrary<Json> = fc.integer({ min: 1, max: 5 }).chain((count) => {
  const reference = fc.nat({ max: count - 1 }).map((index): Json => ({ $ref: `#/$defs/d${index}` }));
  const { type } = fc.letrec<{ type: Json }>((tie) => ({
    type: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      reference,
      fc.constant<Json>({ type: "string" }),
      tie("type").map((items) => ({ type: "array", items })),
      tie("type").map((of) => ({ type: "object", additionalProperties: of })),
      tie("type").map((of) => ({ anyOf: [{ type: "boolean" }, { type: "array", items: of }] })),
      fc
        .dictionary(fc.constantFrom("p", "q", "r"), tie("type"), { minKeys: 1, noNullPrototype: true })
        .map((properties) => ({ type: "object", properties, additionalProperties: false })),
    ),
  }));
  const container = type.map((items): Json => ({ type: "array", items }));
  return fc.tuple(reference, fc.array(container, { minLength: count, maxLength: count })).map(
    ([root, all]): Json => ({
      properties: { root },
      $defs: Object.fromEntries(all.map((of, index) => [`d${index}`, of])),
    }),
  );
});

test("whatever contains whatever: nixpkgs and nixsmith document the same, to an end", async () => {
  const graphs = fc.sample(anyGraph, { numRuns: size({ part: 150, whole: 2000 }), seed: 17 });
  const all = graphs.map((graph) => importJsonSchema(JSON.stringify(graph)));
  const outcomes = await evaluateTyped(
    Object.fromEntries(all.map((typed, index) => [String(index), { typed, use: documentation }])),
  );
  const unlike = all.flatMap((typed, index) => {
    const outcome = outcomes[String(index)];
    const theirs = outcome?.ok === true ? byName(outcome.value) : outcome?.error.message;
    const same = JSON.stringify(byName(ours(typed))) === JSON.stringify(theirs);
    return same ? [] : [{ graph: JSON.stringify(graphs[index]), ours: byName(ours(typed)), theirs }];
  });
  expect(unlike.slice(0, 2)).toEqual([]);
  const recursive = all.filter(({ type, definitions }) =>
    JSON.stringify(endRecursion([type], definitions)).includes('"named":true'),
  );
  expect(recursive.length).toBeGreaterThan(graphs.length / 3);
});

const schemasOfPrograms = [
  ["wrangler", "4.164.0", "config-schema.json"],
  ["renovate", "44.121.2", "renovate-schema.json"],
  ["lefthook", "2.2.2", "schema.json"],
] as const;

test.each(schemasOfPrograms)(
  "%s %s: nixpkgs and nixsmith document the same, to an end",
  async (name, version, path) => {
    const typed = importJsonSchema(await published(name, version, path));
    const { it } = await evaluateTyped({ it: { typed, use: documentation } });
    if (it?.ok !== true) throw new Error(it?.error.message ?? "nothing");
    const theirs = byName(it.value);
    expect(byName(ours(typed))).toEqual(theirs);
    const entries = referenceOf({ module: asModule(typed), program: pi, declarations: [] }).sections.flatMap(
      (section) => section.entries,
    );
    // Members of unions, which nixpkgs does not list, come on top.
    expect(entries.length).toBeGreaterThanOrEqual(ours(typed).length);
  },
  300_000,
);

describe("schemas made for it", () => {
  const typed = new Map(
    Object.entries(schemas).map(([name, schema]) => [name, importJsonSchema(JSON.stringify(schema))]),
  );
  let documented: Record<string, Outcome>;
  let failed: Record<string, Outcome>;
  beforeAll(async () => {
    const cases = [...typed].map(([name, of]) => [name, { typed: of, use: documentation }] as const);
    documented = await evaluateTyped(Object.fromEntries(cases));
    const mistakes = wrong.map(([name, value], index) => {
      const of = typed.get(name);
      if (of === undefined) throw new Error(`no schema ${name}`);
      const use = `builtins.deepSeq (evaluated (builtins.fromJSON ${quoted(JSON.stringify(value))})) null`;
      return [String(index), { typed: of, use }] as const;
    });
    failed = await evaluateTyped(Object.fromEntries(mistakes));
  });

  test.each(Object.keys(schemas))("%s: nixpkgs documents it to an end, and so does nixsmith", (name) => {
    const of = typed.get(name);
    const outcome = documented[name];
    if (outcome?.ok !== true) throw new Error(outcome?.error.message ?? name);
    if (of === undefined) throw new Error(name);
    expect(byName(ours(of))).toEqual(byName(outcome.value));
  });

  test.each(wrong.map((row, index) => [row[0], index, row[2]] as const))(
    "%s: wrong value %i",
    (_, index, message) => {
      const outcome = failed[String(index)];
      if (outcome === undefined || outcome.ok) throw new Error("it was taken");
      expect(outcome.error.message).toMatch(message);
    },
  );
});
