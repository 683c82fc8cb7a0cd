import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { gatherEvidence } from "../../src/compiler/diff/engine/evidence.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { size } from "../support/long.js";
import { programs } from "../support/pi.js";
import { numbersBelowOne } from "../support/random.js";
import { harmless } from "./mutations/harmless.js";
import { areHarmless } from "./mutations/judge.js";
import { Bench, treeOf } from "./mutations/tree.js";

const emitted = treeOf(artefacts(programs));
const [bases, heads] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "nixsmith-harmless-")));
const bench = new Bench(heads ?? "");
const base = await new Bench(bases ?? "").read(emitted);
afterAll(() => {
  for (const path of [bases, heads]) rmSync(path ?? "", { recursive: true, force: true });
});

/** How many of each kind, of those that Nix and bash call harmless. */
const times = size({ part: 1, whole: 10 });

describe.each(Object.entries(harmless))("%s", { timeout: 1_200_000 }, (kind, change) => {
  it("is info at most", async () => {
    const noise: unknown[] = [];
    let tried = 0;
    for (let seed = 0; tried < times && seed < 20 * times; seed += 1) {
      const next = numbersBelowOne(seed);
      const changed = await change(emitted, (bound) => Math.floor(next() * bound));
      // Of what is generated otherwise the judge would have to know what is printed for people.
      const isGenerated = /^(words|order)/.test(kind);
      if (!changed || !(isGenerated || areHarmless(emitted, changed))) continue;
      tried += 1;
      const head = await bench.read(changed);
      const { findings, unclassified } = diffSides(base, head, await gatherEvidence(base, head));
      const grave = findings.filter(({ rule }) => rule.severity !== "info");
      noise.push(...unclassified, ...grave.map(({ rule, subject }) => ({ seed, rule: rule.id, subject })));
    }
    expect(noise).toEqual([]);
    expect(tried).toBe(times);
  });
});
