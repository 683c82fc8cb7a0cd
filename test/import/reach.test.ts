import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  property,
  record,
  subarray,
} from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ImportError } from "../../src/compiler/importers/loss.js";
import { importPackageType, importTypescript } from "../../src/compiler/importers/typescript/import.js";
import type { TypeFiles } from "../../src/compiler/importers/typescript/modules.js";
import { reachable } from "../../src/compiler/importers/typescript/reach.js";
import { size } from "../support/long.js";

/** Files of a package, without `.d.ts`, and what is reached from `main` besides itself. */
interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly reached: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "an import, and the imports of what it leads to": {
    files: {
      main: 'import { A } from "./a.js"; export type T = A;',
      a: 'import type { B } from "./b.js"; export interface A { b: B }',
      b: "export type B = string;",
      c: "export type C = string;",
    },
    reached: ["a", "b"],
  },
  "of an index, what declares the name alone": {
    files: {
      main: 'import { A } from "./index.js"; export type T = A;',
      index: 'export * from "./a.js"; export * from "./b.js"; export { C } from "./c.js";',
      a: "export interface A { x: string }",
      b: "export interface B { A: string }",
      c: "export interface C { x: string }",
    },
    reached: ["index", "a"],
  },
  "through indexes that pass each other on": {
    files: {
      main: 'import { A } from "./one.js"; export type T = A;',
      one: 'export * from "./two.js";',
      two: 'export * from "./one.js"; export * from "./a.js"; export * from "./b.js";',
      a: "export interface A { x: string }",
      b: "export interface B { x: string }",
    },
    reached: ["one", "two", "a"],
  },
  "by the name that it has elsewhere": {
    files: {
      main: 'import { A as Mine } from "./index.js"; export type T = Mine;',
      index: 'export { B as A } from "./b.js"; export { C as D } from "./c.js";',
      b: 'interface Inner { x: string } export { Inner as B }; export { E } from "./e.js";',
      c: "export interface C { x: string }",
      e: "export type E = string;",
    },
    reached: ["index", "b"],
  },
  "a name that is asked for only later": {
    files: {
      main: 'import { A } from "./index.js"; export type T = A;',
      index: 'export * from "./b.js"; export * from "./a.js"; export * from "./c.js";',
      a: 'import { B } from "./index.js"; export interface A { b: B }',
      b: "export interface B { x: string }",
      c: "export interface C { x: string }",
    },
    reached: ["index", "a", "b"],
  },
  "all of a namespace": {
    files: {
      main: 'import * as all from "./index.js"; export type T = all.A;',
      index: 'export * from "./a.js"; export * as inner from "./b.js"; export { C } from "./c.js";',
      a: "export interface A { x: string }",
      b: "export interface B { x: string }",
      c: "export interface C { x: string }",
    },
    reached: ["index", "a", "b", "c"],
  },
  "a namespace that is passed on by name": {
    files: {
      main: 'import { inner } from "./index.js"; export type T = inner.B;',
      index: 'export * as inner from "./b.js"; export * as other from "./c.js";',
      b: 'export * from "./deep.js";',
      c: "export interface C { x: string }",
      deep: "export interface B { x: string }",
    },
    // Of a namespace, the names that are asked for cannot be told, here nor elsewhere.
    reached: ["index", "b", "c", "deep"],
  },
  "an import inside a type": {
    files: {
      main: 'export type T = { a: import("./index.js").A; b: import("./b.js").B<string> };',
      index: 'export * from "./a.js"; export * from "./c.js";',
      a: "export interface A { x: string }",
      b: "export interface B<V> { x: V }",
      c: "export interface C { x: string }",
    },
    reached: ["index", "a", "b"],
  },
  "the type of a whole module": {
    files: {
      main: 'export type T = typeof import("./index.js");',
      index: 'export * from "./a.js";',
      a: "export declare const a: string;",
    },
    reached: ["index", "a"],
  },
  "what adds to a declaration elsewhere": {
    files: {
      main: 'import { A } from "./index.js"; export type T = A;',
      index: 'export * from "./a.js"; export * from "./more.js"; export * from "./b.js";',
      a: "export interface A { x: string }",
      more: 'declare module "./a.js" { interface A { y: string } } export {};',
      b: "export interface B { x: string }",
    },
    reached: ["index", "a", "more"],
  },
  "what adds to the globals": {
    files: {
      main: 'import { A } from "./index.js"; export type T = A & Everywhere;',
      index: 'export * from "./a.js"; export * from "./more.js";',
      a: "export interface A { x: string }",
      more: "declare global { interface Everywhere { y: string } } export {};",
    },
    reached: ["index", "a", "more"],
  },
  "references, default exports and `import =`": {
    files: {
      main: '/// <reference path="globals.d.ts" />\nimport A from "./a.js"; import b = require("./b.js"); export type T = A & G & b.B;',
      globals: "interface G { g: string }",
      a: "export default interface A { x: string }",
      b: "export interface B { x: string }",
    },
    reached: ["globals", "a", "b"],
  },
  "what a module that is declared by its name imports": {
    files: {
      main: 'declare module "p" { import { A } from "./a.js"; export interface T { a?: A } }',
      a: "export interface A { x: string }",
    },
    reached: ["a"],
  },
  "a default export that an index passes on": {
    files: {
      main: 'import { A } from "./index.js"; export type T = A;',
      index: 'export { default as A } from "./a.js"; export { default as B } from "./b.js";',
      a: 'export { default } from "./deep.js";',
      b: "export default interface B { x: string }",
      deep: "export default interface A { x: string }",
    },
    reached: ["index", "a", "deep"],
  },
  "what the file itself passes on, and nothing beside it": {
    files: {
      main: 'export { A as T } from "./a.js"; export { B } from "./b.js"; export * from "./c.js";',
      a: "export interface A { x: string }",
      b: "export interface B { x: string }",
      c: "export interface C { x: string }",
    },
    reached: ["a"],
  },
  "what the file itself passes on with all of another": {
    files: {
      main: 'export * from "./b.js"; export * from "./index.js";',
      index: 'export * from "./a.js"; export * from "./c.js";',
      a: "export interface T { x: string }",
      b: "export interface B { T: string }",
      c: "export interface C { x: string }",
    },
    reached: ["index", "a"],
  },
  "what augments, behind an import of what nobody asks for": {
    files: {
      main: 'import { D } from "./d.js"; export interface T { d?: D }',
      d: 'export * from "./c.js"; export interface D { x?: string }',
      c: 'import { A } from "./a.js"; export interface C { a?: A }',
      a: 'export interface A { x?: string } declare module "./d.js" { interface D { y?: string } }',
    },
    reached: ["d", "c", "a"],
  },
  "what augments nobody that is asked for": {
    files: {
      main: 'import { D } from "./d.js"; export interface T { d?: D }',
      d: 'export * from "./c.js"; export interface D { x?: string }',
      c: 'export interface C { x?: string } declare module "./e.js" { interface E { y?: string } }',
      e: "export interface E { x?: string }",
    },
    reached: ["d"],
  },
  "the way by which the compiler comes to what augments first": {
    files: {
      main: 'import { D } from "./d.js"; import { C } from "./c.js"; export interface T { d?: D; c?: C }',
      d: 'export * from "./a.js"; export interface D { x?: string } declare module "./d.js" { interface D { y?: string } }',
      a: 'export { C as A } from "./c.js";',
      c: 'export interface C { x?: string } declare module "./d.js" { interface D { z?: string } }',
    },
    reached: ["a", "c", "d"],
  },
  "no further than what is there": {
    files: { main: 'import { A } from "./gone.js"; import { B } from "nothing"; export type T = A | B;' },
    reached: [],
  },
};

const asPackage = (files: Case["files"]): TypeFiles => ({
  source: { package: "p", version: "1.0.0", integrity: "-" },
  files: new Map(Object.entries(files).map(([name, text]) => [`${name}.d.ts`, text])),
});
const importInMemory = (files: Case["files"], type = "T") =>
  importPackageType(asPackage(files), [], { file: "main.d.ts", type });

/** What an import gives, or what it says in refusing. */
function outcomeOf<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "reach-"));
});
afterAll(() => rm(directory, { recursive: true }));

describe.each(Object.entries(cases))("%s", (name, { files, reached }) => {
  test("is followed", () => {
    const paths = new Map(Object.entries(files).map(([file, text]) => [`/${file}.d.ts`, text]));
    const found = [...reachable("/main.d.ts", "T", paths, {}).files].map((path) =>
      path.slice(1, -".d.ts".length),
    );
    expect(found.sort()).toEqual(["main", ...reached].sort());
  });

  test("the type is that which the compiler finds with all files", async () => {
    const place = join(directory, name.replaceAll(/\W/gu, "-"));
    for (const [file, text] of Object.entries(files)) {
      const path = join(place, `${file}.d.ts`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    const onDisk = outcomeOf(() => importTypescript({ file: join(place, "main.d.ts"), type: "T" }));
    expect(outcomeOf(() => importInMemory(files))).toEqual(onDisk);
  });
});

describe("what a file does not export", () => {
  const refused = (main: string, type: string) => {
    try {
      importInMemory({ main, a: "export interface A { x: string }", b: "export type B = string;" }, type);
    } catch (error) {
      if (error instanceof ImportError) return [error.message, error.expected ?? error.mend];
      throw error;
    }
    return "taken";
  };

  test("is refused with all that it exports, what it passes on as well", () => {
    const main = 'export * from "./a.js"; export { B as C } from "./b.js"; export * as inner from "./b.js";';
    expect(refused(main, "T")).toEqual(["it exports no type T", "one of C, inner, A"]);
    expect(refused(main, "inner.T")).toEqual(["it exports no type inner.T", "one of inner.B"]);
    expect(refused(main, "inner")).toEqual(["it exports no type inner", "one of inner.B"]);
    expect(refused("declare const inner: string;", "T")).toEqual(["it exports no type T", "one of nothing"]);
  });

  test("and what it passes on of a file that is not there is not known", () => {
    expect(refused('export { T } from "gone"; export { A } from "./a.js";', "T")).toEqual([
      "what T is made of is not known here",
      "install gone where the file can import it",
    ]);
    expect(refused('export { T } from "./gone.js"; export { A } from "./a.js";', "T")).toEqual([
      "what T is made of is not known here",
      "name a file that does without ./gone.js, which is not there",
    ]);
  });
});

const names = ["main", "a", "b", "c", "d"];
const exported = ["A", "B", "C", "D", "X"];
const other = integer({ min: 1, max: 4 });
const generated = record({
  stars: subarray(names),
  /** Names that it passes on, under this or another name. */
  named: array(
    record({ name: constantFrom("A", "B", "C", "D"), as: constantFrom("A", "B", "X"), from: other }),
    {
      maxLength: 2,
    },
  ),
  imports: array(record({ name: constantFrom(...exported), from: other }), { maxLength: 2 }),
  augments: boolean(),
});
type Generated = typeof generated extends Arbitrary<infer File> ? File : never;

function textOf({ stars, named, imports, augments }: Generated, index: number): string {
  const name = index === 0 ? "T" : String.fromCharCode(64 + index);
  const members = imports.map((_, number) => `m${number}?: I${number}`);
  return [
    ...imports.map(
      ({ name, from }, number) => `import { ${name} as I${number} } from "./${names[from]}.js";`,
    ),
    ...stars.map((name) => `export * from "./${name}.js";`),
    // Never back: the compiler follows a name that comes round to itself without end.
    ...named
      .filter(({ from }) => from > index)
      .map(({ name, as, from }) => `export { ${name} as ${as} } from "./${names[from]}.js";`),
    `export interface ${name} { ${[`own${name}?: string`, ...members].join("; ")} }`,
    ...(augments ? [`declare module "./d.js" { interface D { from${index}?: boolean } }`] : []),
  ].join("\n");
}

test("whatever passes names on to whom, no type changes by what is left out", () => {
  // Whoever asks for a namespace asks for all that anyone passes on.
  const everything = 'import * as all from "./main.js";';
  assert(
    property(
      array(generated, { minLength: 5, maxLength: 5 }),
      constantFrom("T", ...exported),
      (all, type) => {
        const files = {
          main: "",
          ...Object.fromEntries(all.map((file, index) => [names[index], textOf(file, index)])),
        };
        const outcome = (of: Case["files"]) => outcomeOf(() => importInMemory(of, type));
        expect(outcome(files)).toEqual(outcome({ ...files, main: `${everything}\n${files.main}` }));
      },
    ),
    { numRuns: size({ part: 60, whole: 20_000 }) },
  );
});

test.each([
  ["a type that is not there", "export interface A { a: string }", "it exports no type T"],
  [
    "a type of what is not there",
    'import { A } from "gone"; export type T = A;',
    "what T is made of is not known here",
  ],
])("%s: the file is named as the user calls it, not as the compiler does", (_, main, problem) => {
  expect(() => importInMemory({ main })).toThrow(
    expect.objectContaining({ where: "p 1.0.0, main.d.ts", message: problem }),
  );
});

test("a template that is not checked is said without where the compiler found its parts", () => {
  const { losses } = importInMemory({
    main: 'import { A } from "./other.js"; export interface T { a: `${A}-x` }',
    other: "export type A = string & { readonly brand: 1 };",
  });
  expect(losses.map(({ reason }) => reason)).toEqual(["the template `${A}-x` is not checked"]);
});
