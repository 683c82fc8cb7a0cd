import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program as claudeCode } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import { diffSides, rank } from "../../src/compiler/diff/engine/engine.js";
import type { Side } from "../../src/compiler/diff/engine/side.js";
import { snapshotPath } from "../../src/compiler/diff/engine/snapshot.js";
import { shellCode } from "../../src/compiler/diff/matches/shell-code.js";
import type { Option } from "../../src/compiler/ir/types.js";
import { layOutJson } from "../../src/compiler/output/json.js";
import type { Program } from "../../src/compiler/program/types.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { size } from "../support/long.js";
import { pi } from "../support/pi.js";
import { operators } from "./mutations/operators.js";
import { Bench, type Entry, regenerated, type Tree, textAt, treeOf } from "./mutations/tree.js";
import { trial, verdictOf } from "./mutations/verdict.js";

/** Several programs in one tree: what one of them changes is said of it, whatever the others do. */

const [bases, heads] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "nixsmith-programs-")));
const bench = new Bench(heads ?? "");
const all = [pi, opencode, claudeCode];
let base: Side;
beforeAll(async () => {
  base = await new Bench(bases ?? "").read(treeOf(artefacts(all)));
});
afterAll(() => {
  for (const path of [bases, heads]) rmSync(path ?? "", { recursive: true, force: true });
});

/** The program with other keys in its settings, which its files and its module both hold. */
function withSettings(program: Program, change: (options: readonly Option[]) => readonly Option[]): Program {
  const file = program.files.find(({ name }) => name === "settings");
  if (file === undefined) throw new Error(`${program.name} has no settings`);
  const type = { ...file.type, options: change(file.type.options) };
  const { module } = program;
  return {
    ...program,
    files: program.files.map((one) => (one === file ? { ...file, type } : one)),
    module: { ...module, definitions: { ...module.definitions, settings: type } },
  };
}

const fresh: Option = {
  name: "madeUp",
  type: { kind: "nullOr", of: { kind: "bool" } },
  description: "Whether this is made up.",
  default: { kind: "data", value: null },
};

const more = (program: Program): Program => withSettings(program, (options) => [...options, fresh]);
const less = (program: Program): Program => withSettings(program, (options) => options.slice(1));

async function said(programs: readonly Program[]) {
  const head = await bench.read(treeOf(artefacts(programs)));
  const { findings } = diffSides(base, head, { shell: shellCode });
  return findings.map(({ rule, subject }) => ({
    rule: rule.id,
    subject,
    severe: rank(rule.severity) >= rank("breaking"),
  }));
}

describe.each(all.map((program) => [program.name, program] as const))(
  "a change of %s alone",
  (name, program) => {
    const others = all.filter((one) => one !== program);
    const path = `coding.agents.${name}.settings`;

    it("is named by its own options, and nothing is said of the others", async () => {
      const findings = await said(all.map((one) => (one === program ? more(one) : one)));
      expect(findings).toContainEqual({ rule: "option-added", subject: `${path}.madeUp`, severe: false });
      const elsewhere = others.map((one) => `coding.agents.${one.name}.`);
      expect(findings.filter(({ subject }) => elsewhere.some((start) => subject.startsWith(start)))).toEqual(
        [],
      );
    });

    it("is breaking where a key goes, though each of the others gains one", async () => {
      const findings = await said(all.map((one) => (one === program ? less(one) : more(one))));
      const gone = findings.filter(({ subject, severe }) => severe && subject.startsWith(`${path}.`));
      expect(gone).toHaveLength(1);
    });

    it("is breaking where the program goes", async () => {
      const findings = await said(others);
      const rules = new Set(
        findings
          .filter(({ subject, severe }) => severe && subject.startsWith(`coding.agents.${name}.`))
          .map(({ rule }) => rule),
      );
      expect([...rules]).toContain("option-removed");
    });
  },
);

/** Once each, or as often as the whole asks, beside a change of the program that the seed names. */
const times = size({ part: 1, whole: 10 });
const around: readonly Tree[] = all.map((program) =>
  treeOf(artefacts(all.map((one) => (one === program ? more(one) : one)))),
);

it("that declares the options of another is no explained change, though its options are declared somewhere", async () => {
  const tree = around[0] ?? new Map();
  const [one, other] = ["opencode", "claude-code"].map((name) => `home-manager/${name}/options.nix`);
  const exchanged = regenerated(
    new Map([...tree, [one, tree.get(other ?? "")], [other, tree.get(one ?? "")]] as [string, Entry][]),
  );
  expect(await verdictOf(base, bench, tree)).toBe("passed");
  expect(await verdictOf(base, bench, exchanged)).toBe("found");
});

it("is not from one source twice", async () => {
  const tree = around[0] ?? new Map();
  const snapshot = JSON.parse(textAt(tree, snapshotPath));
  const text = layOutJson({ ...snapshot, source: [...snapshot.source, snapshot.source[0]] });
  expect(await verdictOf(base, bench, new Map([...tree, [snapshotPath, { text }]]))).toBe("refused");
});

it.each(Object.entries(operators))(
  "%s is found beside a change of any program",
  { timeout: 1_200_000 },
  async (_, change) => {
    const missed: unknown[] = [];
    for (let seed = 0; seed < times; seed += 1) {
      const tree = around[seed % around.length];
      const tried = tree && (await trial(base, bench, { tree, change, seed }));
      if (tried?.missed !== undefined) missed.push({ seed, ...tried });
    }
    expect(missed).toEqual([]);
  },
);
