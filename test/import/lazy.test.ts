import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/root.js";

/** Packages that a command loads before it runs, and the files that lead to them, by the static imports of a file. */
function loadedBy(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  const packages = new Set<string>();
  if (seen.has(entry)) return packages;
  seen.add(entry);
  const text = readFileSync(entry, "utf8");
  const statements = [
    ...text.matchAll(/^(?:import|export)\s(?!type\b)(?:[^"';]*?\sfrom\s)?"([^"]+)"/gmu),
    ...text.matchAll(/createRequire\(import\.meta\.url\)\("([^"]+)"\)/gu),
  ];
  for (const [, specifier = ""] of statements) {
    const file = join(dirname(entry), specifier).replace(/\.js$/u, ".ts");
    if (!specifier.startsWith(".")) packages.add(specifier);
    else if (existsSync(file)) for (const name of loadedBy(file, seen)) packages.add(name);
  }
  return packages;
}

test("other commands load neither the TypeScript compiler nor npm's libraries", () => {
  const packages = loadedBy(join(packageRoot, "src/toolkit/cli/main.ts"));
  expect([...packages]).toContain("commander");
  expect([...packages].filter((name) => /ts-morph|pacote|npmcli|^tar$/u.test(name))).toEqual([]);
});

test("what loads the compiler is seen to", () => {
  const packages = loadedBy(join(packageRoot, "schema/pi/releases/declarations.ts"));
  expect([...packages]).toContain("ts-morph");
});

test("a JSON Schema is read without them", () => {
  const packages = loadedBy(join(packageRoot, "src/compiler/importers/json-schema/import.ts"));
  expect([...packages].sort()).toEqual(["@eslint-community/regexpp", "jsonc-parser"]);
});
