import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Side } from "../../src/compiler/diff/engine/side.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { size } from "../support/long.js";
import { programs } from "../support/pi.js";
import { operators } from "./mutations/operators.js";
import { ordinary } from "./mutations/ordinary.js";
import { Bench, treeOf } from "./mutations/tree.js";
import { trial, type Verdict, verdictOf } from "./mutations/verdict.js";

const emitted = treeOf(artefacts(programs));
const around = Object.entries(ordinary).map(([name, tree]) => [name, treeOf(tree())] as const);
const [bases, heads] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "nixsmith-mutated-")));
const bench = new Bench(heads ?? "");
let base: Side;
beforeAll(async () => {
  base = await new Bench(bases ?? "").read(emitted);
});
afterAll(() => {
  for (const path of [bases, heads]) rmSync(path ?? "", { recursive: true, force: true });
});

it.each(around)("%s stops nobody, and nothing is left unsaid", async (_, tree) => {
  expect(await verdictOf(base, bench, tree)).toBe("passed");
});

type Counts = Record<Verdict, number>;
const nothing: Readonly<Counts> = { found: 0, unclassified: 0, refused: 0, passed: 0 };
const tried: Record<string, Counts> = {};

/** How often each kind is tried alone, and as often beside one of the ordinary changes, each in turn. */
const times = size({ part: 3, whole: 50 });

describe.each(Object.entries(operators))("%s", { timeout: 1_200_000 }, (kind, change) => {
  const counts = { ...nothing };
  tried[kind] = counts;

  it.each([
    ["alone", () => ["", emitted] as const],
    ["beside an ordinary change", (seed: number) => around[seed % around.length] ?? ["", emitted]],
  ])("%s is found, unless it is comment, layout or words", async (_, beside) => {
    const missed: unknown[] = [];
    for (let seed = 0; seed < times; seed += 1) {
      const [name, tree] = beside(seed);
      const one = await trial(base, bench, { tree, change, seed });
      if (one === undefined) continue;
      counts[one.said] += 1;
      if (one.missed !== undefined) missed.push({ seed, name, mutated: one.missed });
    }
    expect(missed).toEqual([]);
  });
});

it("is found mostly: the changes that pass are few", () => {
  const sum = (of: Verdict): number => Object.values(tried).reduce((all, counts) => all + counts[of], 0);
  const total = sum("found") + sum("unclassified") + sum("refused") + sum("passed");
  if (times > 3) console.table(tried);
  expect(sum("found")).toBeGreaterThan(0.5 * total);
  expect(sum("passed")).toBeGreaterThan(0);
});
