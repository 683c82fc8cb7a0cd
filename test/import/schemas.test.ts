import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { reportOf } from "../../src/compiler/importers/report.js";
import { readSource } from "../../src/compiler/importers/source/read.js";
import { type NpmSpec, parseSource } from "../../src/compiler/importers/source/spec.js";
import { importPackageType } from "../../src/compiler/importers/typescript/import.js";
import { packageRoot } from "../../src/root.js";
import { size } from "../support/long.js";

// docs/schemas.md is made by scripts/schemas.mjs, which takes minutes and the registry; five of its rows are held to
// recorded files here, and the long run holds those to the registry.

const fixtures = join(packageRoot, "test/fixtures/schemas");
const read = (file: string): string => readFileSync(join(fixtures, file), "utf8");

interface Recorded {
  readonly source: string;
  /** Of the package's tarball. */
  readonly integrity: string;
  readonly file: string;
}
const recorded: readonly Recorded[] = JSON.parse(read("recorded.json"));

const rows = readFileSync(join(packageRoot, "docs/schemas.md"), "utf8")
  .split("\n")
  .filter((text) => text.startsWith("| `"))
  .map((text) => text.slice(2, -2).split(" | "));

function specOf(source: string): NpmSpec {
  const spec = parseSource(source, "/");
  if (spec.kind !== "npm") throw new Error(`${source} is of no package`);
  return spec;
}

/** A recorded file, imported as what it is. */
function importRecorded({ source, integrity, file }: Recorded): Imported {
  const { package: name, version, path, part } = specOf(source);
  if (part === undefined) return importJsonSchema(read(file));
  const files = new Map([
    ["package.json", JSON.stringify({ name, version })],
    [path, read(file)],
  ]);
  const main = { source: { package: name, version, integrity }, files };
  return importPackageType(main, [], { file: path, type: part });
}

test("the page has a row for every source of the list", () => {
  const sources: readonly string[] = JSON.parse(readFileSync(join(packageRoot, "docs/schemas.json"), "utf8"));
  expect(rows.map(([name = ""]) => `npm:${name.split("`")[1]}`)).toEqual(sources);
  expect(rows.filter(([, keys]) => Number(keys) > 0).length).toBeGreaterThanOrEqual(30);
});

test.each(recorded)("$source is as its row says", (one) => {
  const { keys, exact, widened, dropped } = reportOf(importRecorded(one));
  const row = rows.find(([cell]) => `npm:${cell?.split("`")[1]}` === one.source);
  expect([keys, exact, widened, dropped].map(String)).toEqual(row?.slice(1, 5));
});

test.each(recorded.slice(0, size({ part: 0, whole: recorded.length })))(
  "$source is recorded as the registry has it",
  async ({ source, integrity, file }) => {
    const { text, origin } = await readSource(specOf(source), "/");
    expect(text).toBe(read(file));
    expect(origin).toMatchObject({ integrity });
  },
);
