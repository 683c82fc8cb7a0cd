import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flatten } from "../../src/compiler/importers/flatten.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importTypescript } from "../../src/compiler/importers/typescript/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";
import { verdicts } from "./verdicts.js";

interface Row {
  /** What `type T =` is followed by. */
  readonly source: string;
  readonly accept: readonly Json[];
  readonly reject: readonly Json[];
  readonly lost?: readonly string[];
}

const list: Json = [];
const set: Json = {};
const every: readonly Json[] = [null, true, 1, 1.5, "a", list, set];

/** By the row's name in docs/schema-mapping.md. */
const rows: Readonly<Record<string, Row>> = {
  "`string`, `number`, `boolean`, `null`": {
    source: "{ a: string; b: number; c: boolean; d: null }",
    accept: [
      { a: "", b: 1, c: true, d: null },
      { a: "x", b: 1.5, c: false, d: null },
    ],
    reject: [
      { a: 1, b: 1, c: true, d: null },
      { a: "", b: "1", c: true, d: null },
      { a: "", b: 1, c: 0, d: null },
      { a: "", b: 1, c: true, d: 1 },
    ],
  },
  "literals and unions of literals, enums": {
    source: '{ a: "x" | 1 | false; b: Colour }',
    accept: [
      { a: "x", b: "red" },
      { a: 1, b: 2 },
      { a: false, b: 2 },
    ],
    reject: [
      { a: "y", b: "red" },
      { a: true, b: 2 },
      { a: 1, b: "blue" },
    ],
  },
  "template literal types": {
    source: "`v${number}`",
    accept: ["v1", "anything"],
    reject: [1],
    lost: ["the template `v${number}` is not checked"],
  },
  "`T[]`, `Array<T>`, `readonly T[]`": {
    source: "{ a: string[]; b: Array<number>; c: readonly boolean[] }",
    accept: [{ a: list, b: [1], c: [true] }, set],
    reject: [{ a: [1] }, { b: ["x"] }, { c: "true" }],
    lost: ["where it is left out, it is empty"],
  },
  tuples: {
    source: "[string, number?]",
    accept: [["a", 1], ["a"], [1, "a"]],
    reject: [["a", 1, 1], [true], "a"],
    lost: ["items are checked against all the types of the tuple, not each by its position"],
  },
  "interfaces and object types": {
    source: "Base & { b: number }",
    accept: [
      { a: "x", b: 1 },
      { a: "x", b: 1, c: list },
    ],
    reject: [set, { a: "x" }, { a: 1, b: 1 }, "x"],
  },
  "optional members, `undefined` in a union": {
    source: "{ a?: string; b?: number | undefined }",
    accept: [set, { a: "x" }, { b: 1 }],
    reject: [{ a: 1 }, { b: "x" }],
  },
  "`Record<string, T>`, string index signatures": {
    source: "Record<string, { [key: string]: number }>",
    accept: [set, { a: { "b.c": 1 } }],
    reject: [{ a: 1 }, { a: { b: "x" } }],
  },
  '`Record<"a" \\| "b", T>`': {
    source: 'Record<"a" | "b", number>',
    accept: [{ a: 1, b: 2 }],
    reject: [{ a: 1 }, { a: 1, b: "x" }],
  },
  "number index signatures": {
    source: "{ [key: number]: string }",
    accept: [{ "1": "x" }, { "1": 1 }],
    reject: [1, list],
    lost: ["keys that are numbers are not held to their type"],
  },
  "unions of kinds, of lists, of objects": {
    source: '{ kind: "a"; value: string } | { kind: "b"; value: number } | string[] | boolean',
    accept: [{ kind: "a", value: "x" }, { kind: "a", value: 1 }, ["x"], true],
    reject: [{ kind: "c", value: 1 }, [1], "x"],
    lost: ["2 kinds of objects are joined to one that takes what any of them takes"],
  },
  intersections: {
    source: "string & {}",
    accept: ["x"],
    reject: [1, set],
  },
  "types that contain themselves": {
    source: "Tree",
    accept: [{ name: "a", children: [{ name: "b", children: list }] }],
    reject: [set, { name: "a", children: [1] }, { name: "a", children: [set] }],
    lost: ["where it is left out, it is empty"],
  },
  "`any`, `unknown`": { source: "unknown", accept: every, reject: [] },
  "a type that cannot be resolved": {
    source: "{ a: Gone }",
    accept: [{ a: 1 }, { a: set }],
    reject: [set, 1],
    lost: [
      "Gone is not known here, so any value is taken",
      "null stands for an absent key here, so an explicit null cannot be written",
    ],
  },
  "methods, functions, classes, symbols, `bigint`": {
    source: "{ a?: string; f(): void; g?: () => void; h?: bigint; i?: typeof Tool; j?: (typeof Tool)[] }",
    accept: [set, { a: "x" }],
    reject: [{ a: 1 }, { h: 1 }],
    lost: [
      "a function or a class, which no configuration file holds",
      "a method, which no configuration file holds",
      "a method, which no configuration file holds",
      "a method, which no configuration file holds",
      "bigint, which JSON does not have",
    ],
  },
  "JSDoc text, `@default`, `@deprecated`": {
    source: "Told",
    accept: [set, { a: 3 }],
    reject: [{ a: "3" }],
  },
};

const names = Object.keys(rows);
let directory: string;
let imported: ReadonlyMap<string, Imported>;
let judged: Awaited<ReturnType<typeof verdicts>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "typescript-"));
  const file = join(directory, "types.d.ts");
  const shared = [
    'import type { Gone } from "no-such-package";',
    'import type { Deep } from "dependency";',
    'export enum Colour { red = "red", green = 2 }',
    "interface Base { a: string }",
    "export interface Tree { name: string; children: Tree[] }",
    "export interface Told {\n  /**\n   * How many.\n   * @default 3\n   * @deprecated say b instead\n   */\n  a?: number;\n}",
    'export type Computed = Omit<Required<{ a?: string; b?: number }>, "b"> & Partial<Pick<Tree, "name">>;',
    "export declare class Tool { parts: Tool[] }",
    "export interface Box<T> { value: T; inner?: Box<T[]> }",
    "export type Endless = Box<string>;",
    "export type Imported = Deep;",
    "export const value: { a: string };",
    "export declare const Both: { static: number };\nexport type Both = { of: typeof Both.static };",
    "export declare namespace Config { export { Tree as Inner, Deep as Passed }; export interface Own { b: boolean } }",
  ];
  const types = names.map((name, index) => `export type T${index} = ${rows[name]?.source};`);
  await mkdir(join(directory, "node_modules/dependency"), { recursive: true });
  await writeFile(
    join(directory, "node_modules/dependency/package.json"),
    '{"name": "dependency", "types": "index.d.ts"}',
  );
  await writeFile(
    join(directory, "node_modules/dependency/index.d.ts"),
    'export type Deep = { mode: "on" | "off" };',
  );
  await writeFile(file, [...shared, ...types].join("\n"));
  imported = new Map(names.map((name, index) => [name, importTypescript({ file, type: `T${index}` })]));
  const cases = names.flatMap((name) => {
    const [typed, row] = [imported.get(name), rows[name]];
    return typed === undefined || row === undefined
      ? []
      : [[name, { typed, values: [...row.accept, ...row.reject] }] as const];
  });
  judged = await verdicts(Object.fromEntries(cases));
});
afterAll(() => rm(directory, { recursive: true }));

const other = (type: string): Imported => importTypescript({ file: join(directory, "types.d.ts"), type });

describe("rows", () => {
  test.each(Object.entries(rows))("%s", (name, { accept, reject, lost = [] }) => {
    const verdict = judged.get(name) ?? [];
    expect(accept.filter((_, index) => !verdict[index])).toEqual([]);
    expect(reject.filter((_, index) => verdict[accept.length + index])).toEqual([]);
    const reasons = imported.get(name)?.losses.map(({ reason }) => reason) ?? [];
    expect([...new Set(reasons)].sort()).toEqual([...new Set(lost)].sort());
  });

  test("the published table has these rows and no others", () => {
    const page = readFileSync(join(packageRoot, "docs/schema-mapping.md"), "utf8");
    const section = page.slice(page.indexOf("## TypeScript"), page.indexOf("## Limits"));
    const published = [...section.matchAll(/^\| (.+?) \| /gmu)].flatMap(([, name]) => name ?? []);
    expect(published.slice(2)).toEqual(names);
  });
});

describe("what the compiler makes of types", () => {
  test("computed types", () => {
    const { type, definitions } = other("Computed");
    expect(
      flatten(type, definitions).map(({ path, type: words, required }) => [path, words, required]),
    ).toEqual([
      ["a", "string", true],
      ["name", "string", false],
    ]);
  });

  test("types of a dependency", () => {
    const { type, definitions, losses } = other("Imported");
    expect(flatten(type, definitions).map(({ path, type: words }) => `${path}: ${words}`)).toEqual([
      'mode: "off" | "on"',
    ]);
    expect(losses).toEqual([]);
  });

  test.each([
    ["Config.Own", ["b: bool"]],
    ["Config.Inner", ["name: string", "children: list of Tree"]],
    ["Config.Passed", ['mode: "off" | "on"']],
    ["Both", ["of: number"]],
  ])("%s, a name in a namespace or of a value too", (name, keys) => {
    const { type, definitions } = other(name);
    expect(flatten(type, definitions).map(({ path, type: words }) => `${path}: ${words}`)).toEqual(
      expect.arrayContaining(keys),
    );
  });

  test("JSDoc", () => {
    const { type } = other("Told");
    expect(type.kind === "submodule" ? type.options : []).toMatchObject([
      { name: "a", description: "How many.", upstreamDefault: 3, deprecated: "say b instead" },
    ]);
  });

  test("generics that never end", () => {
    expect(other("Endless").losses).toContainEqual(
      expect.objectContaining({ status: "widened", reason: "nested deeper than 60 types" }),
    );
  });
});

describe("types that contain each other", () => {
  const imported = async (name: string, text: string) => {
    const file = join(directory, `${name}.d.ts`);
    await writeFile(file, text);
    return importTypescript({ file, type: "T" });
  };

  test("are read once each, by however many ways one comes from one to another", async () => {
    const names = Array.from({ length: 24 }, (_, index) => `N${index}`);
    const members = names.map((name) => `of${name}?: ${name}`).join("; ");
    const { definitions, losses } = await imported(
      "circle",
      [...names.map((name) => `interface ${name} { ${members} }`), "export type T = N0;"].join("\n"),
    );
    expect(Object.keys(definitions).sort()).toEqual([...names].sort());
    expect(losses).toEqual([]);
  });

  test("and what refers to them has one definition, where it stands more than once", async () => {
    const { type, definitions } = await imported(
      "referring",
      `interface Tree { children?: Tree[] }
       interface Holder { tree?: Tree }
       export interface T { a?: Holder; b?: Holder; c?: Tree; d?: Holder }`,
    );
    expect(flatten(type, definitions).map(({ path }) => path)).toEqual(
      ["a", "a.tree", "a.tree.children", "b", "b.tree", "b.tree.children", "c", "c.children"].concat([
        "d",
        "d.tree",
        "d.tree.children",
      ]),
    );
    expect(Object.keys(definitions).sort()).toEqual(["Holder", "Tree"]);
  });

  test("are unfolded less often where there are many to join", async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}?: Node;`).join(" ");
    const { type, definitions, losses } = await imported(
      "alternatives",
      `interface One { kind: "one"; ${keys} }
       interface Two { kind: "two"; ${keys} }
       type Node = One | Two;
       export interface T { node?: Node }`,
    );
    const found = flatten(type, definitions).map(({ path }) => path);
    expect(found).toContain("node.k39");
    expect(losses).toContainEqual({
      path: "node.k39",
      status: "widened",
      reason: "recursive alternatives of the same kind are not told apart below this point",
    });
  });

  test("are refused where places double with each step, and nothing contains itself", async () => {
    const steps = Array.from(
      { length: 30 },
      (_, index) => `interface N${index} { a?: N${index + 1}; b?: N${index + 1} }`,
    );
    await expect(
      imported("doubling", [...steps, "interface N30 {}", "export type T = N0;"].join("\n")),
    ).rejects.toThrow("it unfolds to more than 100000 types");
  });
});

describe("refused", () => {
  test.each([
    ["a file that is not there", { file: "no/such/file.d.ts", type: "T" }, "no such file"],
    ["a type that is not there", { file: "types.d.ts", type: "Nothing" }, "it exports no type Nothing"],
    [
      "a type that its namespace has not",
      { file: "types.d.ts", type: "Config.No" },
      "it exports no type Config.No",
    ],
    ["a namespace", { file: "types.d.ts", type: "Config" }, "it exports no type Config"],
  ])("%s", (_, { file, type }, want) => {
    expect(() => importTypescript({ file: join(directory, file), type })).toThrow(want);
  });

  test("a namespace's types are named as they are asked for", () => {
    expect(() => other("Config")).toThrow(
      expect.objectContaining({ expected: "one of Config.Inner, Config.Passed, Config.Own" }),
    );
  });
});
