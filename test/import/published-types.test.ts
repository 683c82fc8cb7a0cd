import { expect, test } from "vitest";
import type { Tree } from "../../src/compiler/importers/diff.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importPackageType } from "../../src/compiler/importers/typescript/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { compiled } from "./compiled.js";
import { childrenOf, valuesOf } from "./generate.js";
import { published } from "./published.js";
import { isReportedAt } from "./reported.js";
import { judgements } from "./verdicts.js";

// Types that programs publish: what the compiler takes, the emitted type takes; what it takes beyond is named by the report.

const VALUES = 100;

/** The place, and all that the value has below it: the compiler points at a union and not into it. */
function placesFrom(value: Json, at: readonly string[]): readonly (readonly string[])[] {
  const here = at.reduce<Json>(
    (inner, key) => childrenOf(inner).find(([name]) => name === key)?.[1] ?? null,
    value,
  );
  const below = (of: Json, keys: readonly string[]): readonly (readonly string[])[] => [
    keys,
    ...childrenOf(of).flatMap(([key, child]) => below(child, [...keys, key])),
  ];
  return below(here, at);
}

const local = `
  export type Level = "low" | "high" | 3;
  export interface Node { name: string; next?: Node; levels?: Level[] }
  export interface Settings {
    level?: Level;
    tree?: Node;
    byName?: Record<string, boolean | string[]>;
    either?: { kind: "a"; size: number } | { kind: "b"; text: string };
    size: number;
    id?: \`x-\${string}\`;
    pair?: [string, number];
    none?: string | null;
  }`;

const types: readonly (readonly [name: string, type: string, text: () => Promise<string>])[] = [
  ["a type of many kinds", "Settings", async () => local],
  [
    "@opencode-ai/sdk 1.19.3",
    "Config",
    () => published("@opencode-ai/sdk", "1.19.3", "dist/v2/gen/types.gen.d.ts"),
  ],
];

test.each(types)("%s", async (_, type, read) => {
  const text = await read();
  const manifest = JSON.stringify({ name: "it", version: "1.0.0" });
  const source = { package: "it", version: "1.0.0", integrity: "" };
  const files = new Map([
    ["package.json", manifest],
    ["types.d.ts", text],
  ]);
  const typed: Imported = importPackageType({ source, files }, [], { file: "types.d.ts", type });
  const values = halfValid(typed, text, type);
  const fits = compiled(text, type, values);
  const judged = (await judgements({ it: { typed, values } })).get("it") ?? [];
  const written = judged.map((one, index) => (one.taken ? one.written : (values[index] ?? null)));
  const fitWritten = compiled(text, type, written);

  const refused = values.filter(
    (_value, index) => fits[index]?.fits === true && judged[index]?.taken !== true,
  );
  const unnamed = written.filter((value, index) => {
    const said = fitWritten[index];
    if (judged[index]?.taken !== true || said?.fits !== false) return false;
    return !placesFrom(value, said.at).some((place) => isReportedAt(place, typed));
  });
  expect(refused.slice(0, 2)).toEqual([]);
  expect(unnamed.slice(0, 2)).toEqual([]);
  expect(fits.filter((one) => one.fits === true).length).toBe(VALUES / 2);
  expect(fits.filter((one) => one.fits === false).length).toBe(VALUES / 2);
  expect(judged.filter(({ taken }) => !taken).length).toBeGreaterThan(VALUES / 5);
});

/** As many values that the compiler takes as such that it does not. */
function halfValid(typed: Tree, text: string, type: string): readonly Json[] {
  const given = valuesOf(typed, VALUES * 6, 17);
  const judged = compiled(text, type, given);
  const [valid, invalid] = [true, false].map((want) =>
    given.filter((_, index) => judged[index]?.fits === want),
  );
  return [...(valid ?? []).slice(0, VALUES / 2), ...(invalid ?? []).slice(0, VALUES / 2)];
}
