import { expect, it } from "vitest";
import { isVersionTable } from "../../src/compiler/diff/matches/version-table.js";

it.each([
  ["{}", true],
  ['{ a.b = "1"; "c d" = { e = "2"; }; }', true],
  ['{ a = "1" }', false],
  ['{ a = "1";', false],
  ['{ a = "1"; } {}', false],
  ['{ = "1"; }', false],
  ["{ a = b; }", false],
  ['{ a = "${b}"; }', false],
  ["", false],
])("%s is a table of versions: %s", (text, expected) => {
  expect(isVersionTable(text)).toBe(expected);
});

// A copy of what is left for each name would run into the limit of a test.
it("a table as long as a history of many releases is read to its end", () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `"key ${index}" = "1.0.0";`);
  expect(isVersionTable(`{ since = { ${names.join("\n")} }; }`)).toBe(true);
});
