import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { facts as claudeCode } from "../../schema/claude-code/facts.js";
import { facts as opencode } from "../../schema/opencode/facts.js";
import type { Facts } from "../../src/compiler/importers/facts.js";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { compiled } from "../import/compiled.js";
import { isObject, valuesOf } from "../import/generate.js";
import { published } from "../import/published.js";
import { type BuiltHome, buildHomes } from "../support/built-homes.js";
import { size } from "../support/long.js";
import { brought, treeOf } from "./support.js";

// Any value that the judge of a file takes comes out of Nix as the same JSON: in the order of its keys where that counts.

const VALUES = size({ part: 40, whole: 400 });
const tree = treeOf(brought);

type Judge = (values: readonly Json[]) => Promise<readonly boolean[]>;

const byCompiler =
  (release: readonly [string, string], path: string, type: string): Judge =>
  async (values) =>
    compiled(await published(...release, path), type, values).map(({ fits }) => fits === true);

const bySchema =
  (path: string): Judge =>
  async (values) => {
    const schema: JsonObject = JSON.parse(readFileSync(join(packageRoot, "schema", path), "utf8"));
    const validate = new Ajv({ strict: false }).compile(schema);
    return values.map((value) => validate(value));
  };

const actions = fc.constantFrom("allow", "ask", "deny");
const names = fc.constantFrom("*", "write", "git *", "bash", "read", "edit", "a b", "z");
const map = (value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.dictionary(names, value, { maxKeys: 5, noNullPrototype: true });
const permissions = fc.sample(map(fc.oneof(actions, map(actions))), { numRuns: VALUES * 4, seed: 5 });

/** Of many keys a sample has the few whose order counts seldom: every second value gets them. */
const withPermissions = (value: Json, index: number): Json => {
  const permission = permissions[index] ?? {};
  if (index % 2 === 0 || !isObject(value)) return value;
  return { ...value, permission, agent: { smith: { permission } } };
};

interface File {
  readonly program: string;
  readonly option: string;
  readonly path: string;
  readonly facts: Facts;
  readonly judge: Judge;
  /** What is in the file beside what is set. */
  readonly always: JsonObject;
  /** Places of maps that are lists to the user. */
  readonly ordered: readonly string[];
  /** What is to be among the values beside what is found at random. */
  readonly change?: (value: Json, index: number) => Json;
}

const files: readonly File[] = [
  {
    program: "opencode",
    option: "settings",
    path: ".config/opencode/opencode.json",
    facts: opencode.settings,
    judge: byCompiler(["@opencode-ai/sdk", "1.19.3"], "dist/v2/gen/types.gen.d.ts", "Config"),
    always: { $schema: "https://opencode.ai/config.json" },
    ordered: ["permission", "permission.*", "agent.*.permission", "agent.*.permission.*"],
    change: withPermissions,
  },
  {
    program: "opencode",
    option: "tui",
    path: ".config/opencode/tui.json",
    facts: opencode.tui,
    judge: bySchema("opencode/tui.schema.json"),
    always: { $schema: "https://opencode.ai/tui.json" },
    ordered: [],
  },
  {
    program: "claude-code",
    option: "settings",
    path: ".claude/settings.json",
    facts: claudeCode.settings,
    judge: byCompiler(["@anthropic-ai/claude-agent-sdk", "0.3.332"], "sdk.d.ts", "Settings"),
    always: { $schema: "https://json.schemastore.org/claude-code-settings.json" },
    ordered: [],
  },
  {
    program: "claude-code",
    option: "keybindings",
    path: ".claude/keybindings.json",
    facts: claudeCode.keybindings,
    judge: bySchema("claude-code/keybindings.schema.json"),
    always: {},
    ordered: [],
  },
];

const isAt = (path: readonly string[], pattern: string): boolean => {
  const parts = pattern.split(".");
  return parts.length === path.length && parts.every((part, index) => part === "*" || part === path[index]);
};

/** A value as the user writes it: a map whose order counts is a list of sets with one name each. */
function written(value: Json, ordered: readonly string[], path: readonly string[] = []): Json {
  if (Array.isArray(value)) return value.map((item) => written(item, ordered, [...path, "[]"]));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, written(inner, ordered, [...path, key])]);
  return ordered.some((pattern) => isAt(path, pattern))
    ? entries.map((entry) => Object.fromEntries([entry]))
    : Object.fromEntries(entries);
}

/** The value with its keys sorted, but where their order counts. */
function sorted(value: Json, ordered: readonly string[], path: readonly string[] = []): Json {
  if (Array.isArray(value)) return value.map((item) => sorted(item, ordered, [...path, "[]"]));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [
    key,
    sorted(inner, ordered, [...path, key]),
  ]);
  if (ordered.some((pattern) => isAt(path, pattern))) return Object.fromEntries(entries);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether a file of it would be empty, and is not there. */
const isNothing = (value: Json): boolean => isObject(value) && Object.values(value).every(isNothing);

const show = (value: Json, ordered: readonly string[]): string => JSON.stringify(sorted(value, ordered));

/** Values that the judge of each file takes. */
const taken = new Map<File, readonly JsonObject[]>();
let homes: Readonly<Record<string, BuiltHome>> = {};
beforeAll(async () => {
  for (const file of files) {
    const given = valuesOf(file.facts, VALUES * 4, 11).map(file.change ?? ((value) => value));
    const fits = await file.judge(given);
    taken.set(
      file,
      given
        .filter((_, index) => fits[index] === true)
        .filter(isObject)
        .slice(0, VALUES),
    );
  }
  const modules = ["opencode", "claude-code"].map((name) => `${tree}/home-manager/${name}`);
  for (let first = 0; first < VALUES; first += 100) {
    const some = Array.from({ length: Math.min(100, VALUES - first) }, (_, index) => String(first + index));
    homes = {
      ...homes,
      ...(await buildHomes(Object.fromEntries(some.map((name) => [name, home(Number(name))])), { modules })),
    };
  }
});

/** A home in which each file has its value of that number. */
function home(index: number): string {
  const options = files.map((file) => {
    const { program, option, ordered } = file;
    const value = taken.get(file)?.[index] ?? {};
    return `coding.agents.${program} = {
      enable = true;
      package = null;
      ${option} = builtins.fromJSON ${quoted(JSON.stringify(written(value, ordered)))};
      strategies.${option} = "link";
    };`;
  });
  return `{imports = [${options.map((one) => `{${one}}`).join(" ")}];}`;
}

test.each(files)("$program: $path", (file) => {
  const { path, always, ordered } = file;
  const values = taken.get(file) ?? [];
  expect(values.length).toBe(VALUES);
  const different = values.flatMap((value, index) => {
    const place = join(homes[index]?.files ?? "", path);
    const got = existsSync(place) ? show(JSON.parse(readFileSync(place, "utf8")), ordered) : "{}";
    const want = isNothing(value) ? "{}" : show({ ...always, ...value }, ordered);
    return got === want ? [] : [{ got, want }];
  });
  expect(different.slice(0, 3)).toEqual([]);
});

test("there are nulls among the values, and maps whose order is not the alphabet's", () => {
  const texts = [...taken.values()].flat().map((value) => JSON.stringify(value));
  const isUnsorted = (value: Json | undefined): boolean =>
    isObject(value) && JSON.stringify(value) !== JSON.stringify(sorted(value, []));
  const written = [...taken.values()].flat().map(({ permission }) => permission);
  expect(texts.some((text) => text.includes(":null"))).toBe(true);
  expect(written.filter(isUnsorted).length).toBeGreaterThan(VALUES / 10);
});

test("an order that is lost would be seen", () => {
  const pattern = ["permission.*"];
  expect(show({ permission: { bash: { b: 1, a: 2 } } }, pattern)).not.toBe(
    show({ permission: { bash: { a: 2, b: 1 } } }, pattern),
  );
});
