import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffSides, rank } from "../../src/compiler/diff/engine.js";
import { makeReport } from "../../src/compiler/diff/report.js";
import { shellCode } from "../../src/compiler/diff/shell-code.js";
import type { Side } from "../../src/compiler/diff/side.js";
import { NixsmithError } from "../../src/errors.js";
import { artefacts } from "../../src/toolkit/artefacts.js";
import { size } from "../support/long.js";
import { programs } from "../support/pi.js";
import { numbersBelowOne } from "../support/random.js";
import { areHarmless } from "./mutations/judge.js";
import { operators } from "./mutations/operators.js";
import { ordinary } from "./mutations/ordinary.js";
import { Bench, type Tree, treeOf } from "./mutations/tree.js";

/** What became of a change: a grave finding, unclassified with exit status 1, exit status 2, or nothing that stops anybody. */
type Verdict = "found" | "unclassified" | "refused" | "passed";

/** Without Nix' parser, whose word only makes more of a finding: ours alone has to do. */
function verdict(base: Side, head: Side): Verdict {
  const difference = diffSides(base, head, { shell: shellCode });
  const { findings } = difference;
  if (findings.some(({ rule }) => rank(rule.severity) >= rank("breaking"))) return "found";
  const report = makeReport({ base, head }, { findings, ignored: [] }, difference, "breaking");
  return report.failed ? "unclassified" : "passed";
}

async function verdictOf(base: Side, bench: Bench, tree: Tree): Promise<Verdict> {
  try {
    return verdict(base, await bench.read(tree));
  } catch (error) {
    if (error instanceof NixsmithError) return "refused";
    throw error;
  }
}

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
      const next = numbersBelowOne(seed);
      const mutated = await change(tree, (bound) => Math.floor(next() * bound));
      if (mutated === undefined) continue;
      const said = await verdictOf(base, bench, mutated);
      counts[said] += 1;
      if (said === "passed" && !areHarmless(tree, mutated))
        missed.push({ seed, name, mutated: differing(tree, mutated) });
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

/** Around the first letter that differs, of each entry that does. */
const differing = (before: Tree, after: Tree): readonly string[] =>
  [...after].flatMap(([path, entry]) => {
    const [old, now] = [before.get(path), entry].map((one) => JSON.stringify(one) ?? "");
    if (old === undefined || now === undefined || old === now) return [];
    const at = [...now].findIndex((letter, index) => old[index] !== letter);
    return [`${path}: ${old.slice(at - 60, at + 60)} -> ${now.slice(at - 60, at + 60)}`];
  });
