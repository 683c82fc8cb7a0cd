import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { gatherEvidence } from "../../src/compiler/diff/engine/evidence.js";
import { makeReport } from "../../src/compiler/diff/report/report.js";
import type { Artefact } from "../../src/compiler/emit/artefact.js";
import type { Json, Option, OptionType } from "../../src/compiler/ir/types.js";
import { sources } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";
import { ordinary, withAgentOptions } from "./mutations/ordinary.js";
import {
  Bench,
  sources as paths,
  regenerated as relisted,
  type Tree,
  textAt,
  treeOf,
  withEntry,
} from "./mutations/tree.js";
import { regenerated } from "./pull-requests.js";

/** Changes that passed once, because something else in the same pull request differed too. */

const heads = new Bench(mkdtempSync(join(tmpdir(), "nixsmith-escapes-")));
const bases = mkdtempSync(join(tmpdir(), "nixsmith-escapes-"));
const base = await new Bench(bases).read(treeOf(regenerated({})));
afterAll(() => {
  for (const path of [heads.path, bases]) rmSync(path, { recursive: true, force: true });
});

async function found(changed: readonly Artefact[]) {
  const head = await heads.read(treeOf(changed));
  const difference = diffSides(base, head, await gatherEvidence(base, head));
  const { findings } = difference;
  return {
    failed: makeReport({ base, head }, { findings, ignored: [] }, difference, "breaking").failed,
    findings: findings.map(({ rule, subject }) => `${rule.severity} ${rule.id}: ${subject}`),
  };
}

const replace =
  (old: string, by: string) =>
  (text: string): string => {
    if (!text.includes(old)) throw new Error(`nothing says ${old} any more`);
    return text.replaceAll(old, by);
  };

const module = "nixos/pi-agent/default.nix";
const options = "nixos/pi-agent/options.nix";
const reworded = treeOf(ordinary["a description reworded"]?.() ?? []);

/** Beside one reworded description, a file as another template or printer would write it. */
function beside(path: string, change: (text: string) => string): readonly Artefact[] {
  const tree: Tree = relisted(withEntry(reworded, path, { text: change(textAt(reworded, path)) }));
  return [...paths(tree), "nixsmith.json"].map((one) => ({ path: one, content: textAt(tree, one) }));
}

describe("beside a reworded description", () => {
  it("the description is info", async () => {
    expect(await found(beside(module, (text) => text))).toEqual({
      failed: false,
      findings: ["info description-changed: m3ta.pi-agent.stateDir"],
    });
  });

  it.each([
    [
      "the agent in wheel, and its directories open",
      beside(module, (text) =>
        replace(
          "stateDir} 0700",
          "stateDir} 0777",
        )(replace("isSystemUser = true;", 'isSystemUser = true; extraGroups = ["wheel" "docker"];')(text)),
      ),
      `security wiring-changed: ${module}`,
    ],
    [
      "no password for wheel, in the template of options",
      beside(options, replace("in {\n", "in {\n  config.security.sudo.wheelNeedsPassword = false;\n")),
      "security wiring-changed: nixos/pi-agent/options.nix",
    ],
    [
      "a printer that writes another default than the tree says",
      beside(options, replace('default = "/var/lib/pi-agent"', 'default = "/"')),
      "security wiring-changed: nixos/pi-agent/options.nix",
    ],
  ])("%s is security", async (_, head, want) => {
    const { failed, findings } = await found(head);
    expect(findings).toContain(want);
    expect(failed).toBe(true);
  });
});

/** An option of the isolation, wherever it is, as it would be declared otherwise. */
const declared = (path: string, change: (option: Option) => Option) => {
  const inside = (options: readonly Option[], [name, ...rest]: readonly string[]): readonly Option[] =>
    options.map((option) => {
      if (option.name !== name) return option;
      if (rest.length === 0) return change(option);
      const { type } = option;
      if (type.kind !== "submodule") throw new Error(`${name} has no ${rest.join(".")}`);
      return { ...option, type: { ...type, options: inside(type.options, rest) } };
    });
  return withAgentOptions((options) => inside(options, path.split(".")));
};

const preset =
  (value: Json) =>
  (option: Option): Option => ({ ...option, default: { kind: "data", value } });
const withoutPattern = (option: Option): Option => {
  const type: OptionType = { kind: "str" };
  return { ...option, type };
};

describe("a guard of the isolation that is weaker by default", () => {
  it.each([
    ["hardening.umask", preset("0000")],
    ["group", preset("wheel")],
    ["hostUsers", preset({ alice: { projectRoots: ["~/p"] } })],
    ["environment", preset({ NODE_OPTIONS: "--inspect" })],
    ["resources.tasksMax", preset(null)],
    ["stateDir", withoutPattern],
  ])("%s is security", async (path, change) => {
    const { failed, findings } = await found(declared(path, change));
    expect(findings.filter((one) => /^security guard-(lowered|changed): /.test(one))).toEqual([
      expect.stringMatching(`: m3ta.pi-agent.${path}$`),
    ]);
    expect(failed).toBe(true);
  });
});

describe("a reworded comment in a script", () => {
  const scripts = sources(programs).flatMap(({ path, content }) =>
    path.endsWith(".sh") && /^# (?!Generated|shellcheck)/m.test(content) ? [path] : [],
  );

  it.each(scripts)("%s is info", async (path) => {
    const reword = (text: string): string =>
      text.replace(/^(# (?!Generated|shellcheck))/gm, '$1That\'s to say: "so", `so` ');
    expect(await found(regenerated({ [path]: reword }))).toEqual({
      failed: false,
      findings: [`info script-reworded: ${path}`],
    });
  });
});
