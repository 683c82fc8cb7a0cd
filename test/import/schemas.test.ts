import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportOf } from "../../src/compiler/importers/report.js";
import { importSource } from "../../src/compiler/importers/source/import.js";
import { parseSource } from "../../src/compiler/importers/source/spec.js";
import { packageRoot } from "../../src/root.js";

// docs/schemas.md is made by scripts/schemas.mjs, which takes minutes; five of its rows are held to the registry here.

const rows = readFileSync(join(packageRoot, "docs/schemas.md"), "utf8")
  .split("\n")
  .filter((text) => text.startsWith("| `"))
  .map((text) => text.slice(2, -2).split(" | "));

test("the page has a row for every source of the list", () => {
  const sources: readonly string[] = JSON.parse(readFileSync(join(packageRoot, "docs/schemas.json"), "utf8"));
  expect(rows.map(([name = ""]) => `npm:${name.split("`")[1]}`)).toEqual(sources);
  expect(rows.filter(([, keys]) => Number(keys) > 0).length).toBeGreaterThanOrEqual(30);
});

test.each([
  "@changesets/config@4.0.1/schema.json",
  "turbo@2.11.11/schema.json",
  "oxfmt@0.79.0/configuration_schema.json",
  "lefthook@2.2.2/schema.json",
  "@opencode-ai/sdk@1.19.3/dist/v2/gen/types.gen.d.ts#Config",
])("%s is as its row says", { timeout: 120_000 }, async (name) => {
  const imported = await importSource(parseSource(`npm:${name}`, "/"), { cwd: "/" });
  const { keys, exact, widened, dropped } = reportOf(imported);
  const row = rows.find(([cell]) => cell === `\`${name}\``);
  expect([keys, exact, widened, dropped].map(String)).toEqual(row?.slice(1, 5));
});
