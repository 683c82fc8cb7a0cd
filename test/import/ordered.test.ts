import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { optionsJson } from "../../src/compiler/docs/options-json.js";
import { readType } from "../../src/compiler/docs/read-type.js";
import { typeText } from "../../src/compiler/docs/type-text.js";
import { typeFile } from "../../src/compiler/emit/options.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { orderMaps } from "../../src/compiler/importers/ordered.js";
import type { Module } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

// Permissions as opencode has them: of tools, and of patterns below each, the last that matches wins.

const action = { enum: ["ask", "allow", "deny"] };
const rules = { anyOf: [action, { type: "object", additionalProperties: action }] };
const schema = {
  type: "object",
  properties: {
    permission: {
      anyOf: [
        action,
        { type: "object", properties: { bash: rules, webfetch: action }, additionalProperties: rules },
      ],
    },
    named: { $ref: "#/$defs/Named" },
    either: { anyOf: [{ type: "object", additionalProperties: true }, { type: "array" }] },
    text: { type: ["string", "null"] },
  },
  $defs: { Named: { type: "object", additionalProperties: { type: ["integer", "null"] } } },
};
const imported = importJsonSchema(JSON.stringify(schema));
const ordered = orderMaps(imported, ["permission", "permission.*", "named"]);

let library: string;
beforeAll(async () => {
  library = (await findLibrary()).path;
});

/** What modules, each with a value for one option of the type, are written as: JSON text, or what is said against them. */
async function written(
  cases: Readonly<Record<string, readonly string[]>>,
): Promise<Readonly<Record<string, Outcome>>> {
  const expression = (values: readonly string[]) => `let
    lib = import ${quoted(library)};
    pkgs = import ${quoted(join(packageRoot, "test/nixos-stubs/pkgs.nix"))} {inherit lib;};
    type = (${typeFile(ordered.type, ordered.definitions, { version: "test", source: "test", title: "app" })}) {inherit lib pkgs;};
    modules = map (value: {config = {inherit value;};}) (with lib; [${values.join(" ")}]);
    evaluated = lib.evalModules {modules = [{options.value = lib.mkOption {inherit type;};}] ++ modules;};
  in
    type.toOrderedJson (type.withoutNulls evaluated.config.value)`;
  return evaluateMany(Object.fromEntries(Object.entries(cases).map(([name, of]) => [name, expression(of)])));
}

/** The names of JSON text in its order, which `JSON.parse` keeps where they are no numbers. */
const inOrder = (outcome: Outcome | undefined): unknown =>
  outcome?.ok === true ? entries(JSON.parse(String(outcome.value))) : outcome;
const entries = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([name, of]) => [name, entries(of)])
    : value;

describe("what is written keeps the order", () => {
  test.each<[string, readonly string[], unknown]>([
    [
      "of one module, at both levels",
      [
        '{permission = [{webfetch = "deny";} {bash = [{"rm *" = "ask";} {"git *" = "allow";}];} {"*" = "ask";}];}',
      ],
      [
        [
          "permission",
          [
            ["webfetch", "deny"],
            [
              "bash",
              [
                ["rm *", "ask"],
                ["git *", "allow"],
              ],
            ],
            ["*", "ask"],
          ],
        ],
      ],
    ],
    [
      "of modules as lists of them have it, the entries of a name together where it stands last",
      [
        '{permission = [{bash = [{"*" = "ask";}];} {"z*" = "ask";} {other = [{q = "ask";}];}];}',
        '{permission = [{"a*" = "deny";} {bash = [{"git *" = "allow";}];} {other = [{b = "ask";}];}];}',
      ],
      [
        [
          "permission",
          [
            ["z*", "ask"],
            ["a*", "deny"],
            [
              "bash",
              [
                ["*", "ask"],
                ["git *", "allow"],
              ],
            ],
            [
              "other",
              [
                ["q", "ask"],
                ["b", "ask"],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      "that mkBefore and mkAfter give",
      [
        '{permission = mkAfter [{"a*" = "deny";}];}',
        '{permission = [{"m*" = "ask";}];}',
        '{permission = mkBefore [{"z*" = "allow";}];}',
      ],
      [
        [
          "permission",
          [
            ["z*", "allow"],
            ["m*", "ask"],
            ["a*", "deny"],
          ],
        ],
      ],
    ],
    [
      "without what a condition leaves out",
      ['{permission = [{z = "ask";} (mkIf false {m = "deny";}) (mkIf true {a = "deny";})];}'],
      [
        [
          "permission",
          [
            ["z", "ask"],
            ["a", "deny"],
          ],
        ],
      ],
    ],
    [
      "where a definition has priority over others",
      ['{permission = [{z = "ask";}];}', '{permission = mkForce [{y = "deny";} {b = "ask";}];}'],
      [
        [
          "permission",
          [
            ["y", "deny"],
            ["b", "ask"],
          ],
        ],
      ],
    ],
    [
      "of a definition, with a null that is one",
      ["{named = [{z = 1;} {a = null;}];}"],
      [
        [
          "named",
          [
            ["z", 1],
            ["a", null],
          ],
        ],
      ],
    ],
    ["of one name, which needs no list", ['{permission."*" = "ask";}'], [["permission", [["*", "ask"]]]]],
    ["of none", ["{permission = [];}"], [["permission", []]]],
    [
      "or is another of its types",
      ['{permission = "ask"; text = null;}'],
      [
        ["permission", "ask"],
        ["text", null],
      ],
    ],
  ])("%s", async (_, values, want) => {
    expect(inOrder((await written({ it: values })).it)).toEqual(want);
  });

  test("text, names and numbers are what builtins.toJSON makes of them", async () => {
    const { it } = await written({
      it: [
        '{permission = [{"\\"quoted\\" \\\\ é\\n" = "ask";}]; other = [{a = 1.5; b = [];} {} true null "x\\ty"];}',
      ],
    });
    expect(it?.ok === true && JSON.parse(String(it.value))).toEqual({
      other: [{ a: 1.5, b: [] }, {}, true, null, "x\ty"],
      permission: { '"quoted" \\ é\n': "ask" },
    });
  });

  test("a merged value is one", async () => {
    const names = ["z", "m", "a"];
    const value = `{permission = {_type = "ordered-attrs"; names = [${names.map(quoted).join(" ")}]; set = {a = "ask"; m = "ask"; z = "ask"; left = null;};};}`;
    expect(inOrder((await written({ it: [value] })).it)).toEqual([
      ["permission", names.map((name) => [name, "ask"])],
    ]);
  });
});

test.each([
  [
    "a set of several names",
    '{permission = {a = "ask"; b = "deny";};}',
    "The option `value.permission' in `<unknown-file>' has an entry that is none. The order of its names counts, and Nix sorts those of a set: expected a list of sets with one name each, such as [{first = …;} {second = …;}]",
  ],
  ["an entry of two names", '{permission = [{a = "ask"; b = "deny";}];}', "The option `value.permission' in"],
  ["an entry that is no set", '{permission = ["ask"];}', "The option `value.permission' in"],
  [
    "an entry below one",
    '{permission = [{bash = [{a = "ask"; b = "ask";}];}];}',
    "The option `value.permission.bash' in",
  ],
  [
    "a value that the name does not take",
    '{permission = [{webfetch = "maybe";}];}',
    "`value.permission.webfetch' is not of type",
  ],
  ["a value of another type", "{permission = 5;}", "`value.permission' is not of type"],
])("%s is refused by its path", async (_, value, want) => {
  const { it } = await written({ it: [value] });
  expect(it?.ok === false ? it.error.message : it).toContain(want);
});

test("names that disagree are refused as everywhere", async () => {
  const { it } = await written({ it: ['{permission = [{a = "ask";}];}', '{permission = [{a = "deny";}];}'] });
  expect(it?.ok === false ? it.error.message : it).toMatch(
    /`value\.permission\.a' has conflicting definition/u,
  );
});

test.each([
  ["permision", "there is no set whose names could be in order"],
  ["text", "there is no set"],
  ["permission.webfetch", "there is no set"],
  ["either", "the order of its names cannot be told, for a list may stand in its place"],
])("%s cannot be ordered", (path, want) => {
  expect(() => orderMaps(imported, [path])).toThrow(
    expect.objectContaining({ where: path, message: expect.stringContaining(want) }),
  );
});

test("documentation names the type as nixpkgs does, and what is read back of it is the same", async () => {
  const expression = `let
    lib = import ${quoted(library)};
    pkgs = import ${quoted(join(packageRoot, "test/nixos-stubs/pkgs.nix"))} {inherit lib;};
    type = (${typeFile(ordered.type, ordered.definitions, { version: "test", source: "test", title: "app" })}) {inherit lib pkgs;};
    options = (lib.evalModules {modules = [{options.value = lib.mkOption {inherit type; description = "";};}];}).options;
  in
    builtins.listToAttrs (map (option: {inherit (option) name; value = option.type;}) (lib.optionAttrSetToDocList options))`;
  const { it } = await evaluateMany({ it: expression });
  const module: Module = {
    target: "nixos",
    path: [],
    summary: "",
    options: [{ name: "value", type: ordered.type, description: "" }],
    definitions: ordered.definitions,
  };
  const ours = Object.entries(optionsJson([module], () => [])).map(([name, { type }]) => [name, type]);
  const told = Object.entries((it?.ok === true ? it.value : {}) as Readonly<Record<string, string>>);
  const theirs = told.filter(([name]) => !name.includes("_module"));
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  const words = Object.fromEntries(theirs)["value.permission"]?.replace("null or ", "") ?? "";
  expect(typeText(readType(words), {})).toBe(words);
});
