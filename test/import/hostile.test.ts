import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typeFile } from "../../src/compiler/emit/options.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { ImportError } from "../../src/compiler/importers/loss.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { parseNix } from "../../src/compiler/nix/evaluate.js";
import { verdicts } from "./verdicts.js";

const read = (schema: unknown): Imported => importJsonSchema(JSON.stringify(schema));

/** A schema around itself, many times. */
function nested(depth: number, around: (inner: string) => string): string {
  return around("INNER").split("INNER").length === 2
    ? `${around("INNER").split("INNER")[0]?.repeat(depth)}true${around("INNER").split("INNER")[1]?.repeat(depth)}`
    : "";
}

const many = (count: number, of: (index: number) => Json): Record<string, Json> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, of(index)]));

function refusal(text: string): string {
  try {
    importJsonSchema(text);
  } catch (error) {
    if (error instanceof ImportError) return `${error.where}: ${error.message}`;
    throw error;
  }
  return "was not refused";
}

describe("refused, with the place", () => {
  test.each<[string, string, string]>([
    ["no JSON", "{", "#: not JSON"],
    ["no schema", "[1]", "#: expected a schema: an object, true or false"],
    [
      "a number for a schema",
      '{"properties": {"a": 1}}',
      "#/properties/a: expected a schema: an object, true or false",
    ],
    ["an unknown type", '{"type": "strnig"}', '#/type: unknown type "strnig"'],
    ["a keyword of the wrong type", '{"minLength": "3"}', "#/minLength: expected a number"],
    ["properties that are a list", '{"properties": []}', "#/properties: expected an object of schemas"],
    ["an unknown dialect", '{"$schema": "http://json-schema.org/draft-03/schema#"}', "#/$schema: "],
    [
      "a reference to itself",
      '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}, {"type": "string"}]}}}',
      "the schema refers to itself",
    ],
    ["a reference with a bad escape", '{"$ref": "#/%zz"}', '#/$ref: "#/%zz" is not a URI reference'],
    ["no regular expression", '{"pattern": "("}', '#/pattern: "(" is not a regular expression'],
    [
      "no regular expression for names",
      '{"patternProperties": {"[": true}}',
      '#/patternProperties/[: "[" is not a regular expression',
    ],
    ["depth 10,000", nested(10_000, (inner) => `{"items": ${inner}}`), "nested deeper than"],
    ["depth 100,000 of lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "#: "],
    ["50 MB", `{"description": "${"x".repeat(50 * 1024 * 1024)}"}`, "#: the schema has 50.0 MiB"],
  ])("%s", (_, text, want) => {
    expect(refusal(text)).toContain(want);
  });

  test("references that multiply", () => {
    const level = (index: number): Json => ({
      properties: {
        l: { $ref: `#/$defs/d${index + 1}`, minProperties: 1 },
        r: { $ref: `#/$defs/d${index + 1}`, maxProperties: 9, required: ["r"] },
      },
    });
    const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d${index}`, level(index)]));
    expect(refusal(JSON.stringify({ $ref: "#/$defs/d0", $defs: { ...$defs, d40: {} } }))).toMatch(
      /unfolds to more than|was not refused/,
    );
  });

  test("alternatives that multiply", () => {
    const choice = {
      anyOf: Array.from({ length: 30 }, (_, index) => ({ properties: { a: { minimum: index } } })),
    };
    const { losses } = read({ allOf: Array.from({ length: 20 }, () => choice) });
    expect(losses.map(({ reason }) => reason)).toContain(
      "the combination has too many alternatives; one side of it is not checked",
    );
  });
});

test("a root whose $id has a fragment is still the root", () => {
  const { type } = read({
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://example.org/s.json#root",
    type: "object",
    properties: { a: { type: "string" } },
  });
  expect(type.kind === "submodule" ? type.options.map(({ name }) => name) : []).toEqual(["a"]);
});

describe("taken, and emitted right", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "hostile-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  /** Emits, parses and judges; yields the verdicts. */
  async function judge(name: string, schema: unknown, values: readonly Json[]): Promise<readonly boolean[]> {
    const typed = read(schema);
    const file = join(directory, `${name}.nix`);
    await writeFile(
      file,
      typeFile(typed.type, typed.definitions, { version: "test", title: "app", source: "test" }),
    );
    expect(await parseNix([file])).toEqual([]);
    return (await verdicts({ [name]: { typed, values } })).get(name) ?? [];
  }

  test("enum values and descriptions that look like Nix", async () => {
    const values = ['"', "${builtins.abort 1}", "''", "''${x}", "\\", "\n", "$${", "'' + x + ''", "*/"];
    const schema = {
      properties: {
        a: { enum: values, description: "ends ''; ${x} */ \\n", default: "${y}", examples: ["''"] },
      },
    };
    expect(await judge("enum", schema, [...values.map((a) => ({ a })), { a: "x" }])).toEqual([
      ...values.map(() => true),
      false,
    ]);
  });

  test("keys that are keywords, empty, dotted, or no identifiers", async () => {
    const names = [
      "if",
      "rec",
      "inherit",
      "let",
      "or",
      "",
      "a.b",
      "a b",
      '"',
      "${x}",
      "1",
      "-",
      "__proto__",
      "constructor",
      "é",
      "_module",
      "lib",
    ];
    const properties = JSON.parse(
      `{${names.map((name) => `${JSON.stringify(name)}: {"type": "integer"}`).join(",")}}`,
    );
    const safe = names.filter((name) => name !== "_module");
    expect(read({ properties }).losses).toEqual([
      { path: "_module", status: "dropped", reason: "the module system has _module for itself" },
    ]);
    const value = (of: Json): Json[] =>
      safe.map((name) => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(of)}}`));
    const got = await judge("keys", { properties }, [...value(1), ...value("x")]);
    expect(got).toEqual([...safe.map(() => true), ...safe.map(() => false)]);
  });

  test("definitions named like what the file binds", async () => {
    const names = ["lib", "types", "mkOption", "pkgs", "if", "a/b", "a b", "", "jsonFormat", "checked", "1"];
    const $defs = Object.fromEntries(names.map((name, index) => [name, { const: index }]));
    const properties = Object.fromEntries(
      names.map((name, index) => [
        `p${index}`,
        { $ref: `#/$defs/${encodeURIComponent(name.replaceAll("/", "~1"))}` },
      ]),
    );
    const values = names.flatMap((_, index): Json[] => [{ [`p${index}`]: index }, { [`p${index}`]: -1 }]);
    expect(await judge("definitions", { properties, $defs }, values)).toEqual(
      names.flatMap(() => [true, false]),
    );
  });

  test("5,000 properties", async () => {
    const schema = {
      type: "object",
      properties: many(5000, (index) => ({ type: "integer", minimum: index })),
      additionalProperties: false,
    };
    const got = await judge("wide", schema, [{ key4999: 4999 }, { key4999: 4998 }, { key5000: 1 }]);
    expect(got).toEqual([true, false, false]);
  });

  test("depth 300", async () => {
    const schema = JSON.parse(nested(300, (inner) => `{"type": "array", "items": ${inner}}`));
    expect(await judge("deep", schema, [[[[]]], [[1]]])).toEqual([true, false]);
  });

  test("types that contain each other", async () => {
    const schema = {
      $ref: "#/$defs/even",
      $defs: {
        even: {
          type: "object",
          properties: { next: { $ref: "#/$defs/odd" }, all: { type: "array", items: { $ref: "#" } } },
          additionalProperties: false,
        },
        odd: {
          type: "object",
          required: ["next"],
          properties: { next: { $ref: "#/$defs/even" } },
          additionalProperties: false,
        },
      },
    };
    const values: Json[] = [
      {},
      { next: { next: {} } },
      { all: [{ next: { next: {} } }] },
      { next: {} },
      { all: [1] },
      { next: { next: { next: {} } } },
    ];
    expect(await judge("mutual", schema, values)).toEqual([true, true, true, false, false, false]);
  });

  test("recursive alternatives of a kind end", () => {
    const node = (other: string) => ({ type: "object", properties: { next: { $ref: `#/$defs/${other}` } } });
    const { losses } = read({
      anyOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }],
      $defs: { a: node("a"), b: { ...node("b"), required: ["next"] } },
    });
    expect(losses.map(({ status }) => status)).toContain("widened");
  });

  test.each([
    ["a file", "other.json"],
    ["a URL", "https://example.org/s.json"],
    ["the file system", "file:///etc/passwd"],
    ["nothing", "#/$defs/none"],
  ])("a reference to %s is any value, and named", (_, reference) => {
    const { type, losses } = read({
      type: "object",
      properties: { a: { $ref: reference }, b: { type: "integer" } },
    });
    expect(losses).toEqual([
      { path: "a", status: "widened", reason: expect.stringContaining(JSON.stringify(reference)) },
      expect.objectContaining({ path: "a", status: "widened" }),
    ]);
    expect(type.kind === "submodule" ? type.options.map((option) => option.type.kind) : []).toEqual([
      "json",
      "nullOr",
    ]);
  });

  test("a name and a value with NUL, which Nix cannot hold", () => {
    const { losses, type } = read({
      type: "object",
      properties: { "a\0": { type: "string" }, b: { enum: ["x\0", "y"] } },
    });
    expect(losses.map(({ path, status }) => `${path} ${status}`)).toEqual(["b dropped", "a\0 dropped"]);
    expect(type.kind === "submodule" ? type.options.map(({ name }) => name) : []).toEqual(["b"]);
  });
});
