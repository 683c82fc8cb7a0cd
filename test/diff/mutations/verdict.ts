import { diffSides, rank } from "../../../src/compiler/diff/engine/engine.js";
import type { Side } from "../../../src/compiler/diff/engine/side.js";
import { shellCode } from "../../../src/compiler/diff/matches/shell-code.js";
import { makeReport } from "../../../src/compiler/diff/report/report.js";
import { NixsmithError } from "../../../src/errors.js";
import { numbersBelowOne } from "../../support/random.js";
import { areHarmless } from "./judge.js";
import type { Operator } from "./pick.js";
import type { Bench, Tree } from "./tree.js";

/** What became of a change: a grave finding, unclassified with exit status 1, exit status 2, or nothing that stops anybody. */
export type Verdict = "found" | "unclassified" | "refused" | "passed";

/** Without Nix' parser, whose word only makes more of a finding: ours alone has to do. */
function verdict(base: Side, head: Side): Verdict {
  const difference = diffSides(base, head, { shell: shellCode });
  const { findings } = difference;
  if (findings.some(({ rule }) => rank(rule.severity) >= rank("breaking"))) return "found";
  const report = makeReport({ base, head }, { findings, ignored: [] }, difference, "breaking");
  return report.failed ? "unclassified" : "passed";
}

export async function verdictOf(base: Side, bench: Bench, tree: Tree): Promise<Verdict> {
  try {
    return verdict(base, await bench.read(tree));
  } catch (error) {
    if (error instanceof NixsmithError) return "refused";
    throw error;
  }
}

/** One change that a seed makes of a tree, and what is said of it. */
export interface Trial {
  readonly said: Verdict;
  /** Around the first letter that differs, of each entry that does; absent unless it passed and is not harmless. */
  readonly missed?: readonly string[];
}

/** @returns undefined where the operator finds nothing to change */
export async function trial(
  base: Side,
  bench: Bench,
  { tree, change, seed }: { readonly tree: Tree; readonly change: Operator; readonly seed: number },
): Promise<Trial | undefined> {
  const next = numbersBelowOne(seed);
  const mutated = await change(tree, (bound) => Math.floor(next() * bound));
  if (mutated === undefined) return undefined;
  const said = await verdictOf(base, bench, mutated);
  return said === "passed" && !areHarmless(tree, mutated)
    ? { said, missed: differing(tree, mutated) }
    : { said };
}

const differing = (before: Tree, after: Tree): readonly string[] =>
  [...after].flatMap(([path, entry]) => {
    const [old, now] = [before.get(path), entry].map((one) => JSON.stringify(one) ?? "");
    if (old === undefined || now === undefined || old === now) return [];
    const at = [...now].findIndex((letter, index) => old[index] !== letter);
    return [`${path}: ${old.slice(at - 60, at + 60)} -> ${now.slice(at - 60, at + 60)}`];
  });
