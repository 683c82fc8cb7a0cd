import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importPackageType, importTypescript } from "../../src/compiler/importers/typescript/import.js";

// A package is read with few globals, a file on disk with all of TypeScript's.

const types = [
  "Partial<Both>",
  "Required<Both>",
  "Readonly<Both>",
  'Record<"a" | "b", number>',
  'Pick<Both, "a">',
  'Omit<Both, "a">',
  'Omit<{ [key: string]: number }, "a">',
  'Exclude<"a" | "b" | 1, string>',
  'Extract<"a" | "b" | 1, string>',
  "NonNullable<string | null | undefined>",
  "{ a: Parameters<typeof both>; b: ReturnType<typeof both> }",
  "{ a: ConstructorParameters<typeof Thing>[0]; b: InstanceType<typeof Thing> }",
  "{ a: Awaited<number | Awaited<string>>; b: Awaited<Later> }",
  'Uppercase<"ab"> | Lowercase<"CD"> | Capitalize<"ef"> | Uncapitalize<"GH">',
  "NoInfer<string>",
  "{ [Key in PropertyKey]: Key }",
  "Array<string> | readonly number[]",
  "ReadonlyArray<Partial<Both>>",
  "Both[keyof Both][]",
  "[string, number?, ...boolean[]]",
  "(string & {}) | (number & {})",
  "`v${number}`",
  "typeof list[number]",
  'Both["b"] extends Array<infer Item> ? Item : never',
  "{ f(): void; g?: () => void; a: string }",
];
const text = [
  "export interface Both { a: string; b?: number[] }",
  "export declare function both(a: string, b?: number): Both;",
  "export declare class Thing { constructor(a: Both); readonly c: string }",
  "export interface Later { then(done: (value: Both) => void): void }",
  'export declare const list: readonly ["x", "y"];',
  // One type of all of them: to read a file on disk, the compiler reads thousands of lines of its own first.
  `export interface All { ${types.map((type, index) => `t${index}: ${type}`).join("; ")} }`,
].join("\n");

const inPackage = (type: string, content: string): Imported => {
  const source = { package: "p", version: "1.0.0", integrity: "-" };
  const files = new Map([["types.d.ts", content]]);
  return importPackageType({ source, files }, [], { file: "types.d.ts", type });
};

let directory: string;
let onDisk: Imported;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "globals-"));
  const file = join(directory, "types.d.ts");
  await writeFile(file, text);
  onDisk = importTypescript({ file, type: "All" });
});
afterAll(() => rm(directory, { recursive: true }));

/** What an option of an import is, and what is lost of it. */
const optionOf = ({ type, losses }: Imported, name: string) => ({
  option: type.kind === "submodule" && type.options.find((option) => option.name === name),
  losses: losses.filter(({ path }) => path.split(/\W/u)[0] === name),
});

const inMemory = inPackage("All", text);
test.each(types.map((type, index) => [type, `t${index}`]))("%s is the same with few globals", (_, name) => {
  const imported = optionOf(inMemory, name);
  expect(imported.option).toBeTruthy();
  expect(imported).toEqual(optionOf(onDisk, name));
  expect(imported.losses.filter(({ reason }) => reason.includes("is not known here"))).toEqual([]);
});

test("a global that JSON does not have is reported as unknown", () => {
  const { losses } = inPackage("T", "export interface T { at?: Date; by?: Map<string, number> }");
  expect(losses.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(
    expect.arrayContaining([
      "at: Date is not known here, so any value is taken",
      "by: Map<string, number> is not known here, so any value is taken",
    ]),
  );
});
