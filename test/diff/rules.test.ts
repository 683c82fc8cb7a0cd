import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine.js";
import { factsOfModules } from "../../src/compiler/diff/options/from-modules.js";
import { rules } from "../../src/compiler/diff/rules/index.js";
import { pretty } from "../../src/compiler/docs/pretty.js";
import { guards } from "../../src/isolation/options/guards.js";
import { packageRoot } from "../../src/root.js";
import { modules } from "../support/pi.js";
import { cases, variants } from "./cases.js";
import { treeSide } from "./fixtures.js";

const byId = new Map(rules.map((rule) => [rule.id, rule]));
const found = (base: Parameters<typeof treeSide>[0], head: Parameters<typeof treeSide>[0]) =>
  diffSides(treeSide(base), treeSide(head)).findings.map(({ rule, subject }) => `${rule.id}: ${subject}`);

describe.each([...cases, ...variants])("$rule: $subject", ({ rule, base, head, subject }) => {
  it("fires alone", () => {
    expect(found(base, head)).toEqual([`${rule}: ${subject}`]);
  });

  it("gives way to its mirror when the sides change places", () => {
    const back = found(head, base);
    expect(back).toHaveLength(1);
    expect(back[0]).toMatch(new RegExp(`^${byId.get(rule)?.mirror}: `));
  });

  it("says nothing of a side against itself", () => {
    expect([found(base, base), found(head, head)]).toEqual([[], []]);
  });
});

describe("the guarded options", () => {
  it.each(guards)("$option is one, with a default that is on its list", ({ option, safest }) => {
    const facts = factsOfModules(modules).get(option);
    expect(safest.map((value) => pretty(value))).toContain(facts?.default);
  });
});

describe("the list of rules", () => {
  it("has a pair for each rule or its mirror", () => {
    const paired = new Set(cases.flatMap(({ rule }) => [rule, byId.get(rule)?.mirror]));
    expect(rules.map(({ id }) => id).filter((id) => !paired.has(id))).toEqual([]);
  });

  it("has mirrors that mirror each other", () => {
    expect(rules.map(({ mirror }) => byId.get(mirror)?.mirror)).toEqual(rules.map(({ id }) => id));
  });

  it("is in the documentation, with severity and reference", () => {
    const page = readFileSync(join(packageRoot, "docs/diff.md"), "utf8");
    const rows = rules.map(({ id, severity, reference }) => `| \`${id}\` | ${severity} | ${reference} |`);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });
});
