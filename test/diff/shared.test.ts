import { describe, expect, it } from "vitest";
import { diffSides, type Finding } from "../../src/compiler/diff/engine/engine.js";
import { sift } from "../../src/compiler/diff/report/ignore.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { type Fixture, option, preset, str, treeSide } from "./fixtures.js";

const ref = (name: string): OptionType => ({ kind: "ref", name });
const set = (...options: readonly Option[]): OptionType => ({ kind: "submodule", options });
const within = (of: OptionType, ...names: readonly string[]): readonly Option[] =>
  names.map((name) => option(name, { type: of, ...preset({}) }));

const find = (base: Fixture, head: Fixture): readonly Finding[] =>
  diffSides(treeSide(base), treeSide(head)).findings.filter(
    // A fixture prints no files of types.
    ({ rule }) => !["options-undeclared", "claim-unproven", "wiring-changed"].includes(rule.id),
  );
const told = (findings: readonly Finding[]) =>
  findings.map(({ rule, subject, shared }) => [
    rule.id,
    subject,
    ...(shared === undefined ? [] : [shared.definition, shared.places.length]),
  ]);
const entries = (fingerprints: readonly string[]) =>
  fingerprints.map((fingerprint) => ({
    fingerprint,
    reason: "Looked at in review.",
    until: "2030-06-30",
  }));

/** Hooks that share one definition. */
const hooks = (run: readonly Option[], ...names: readonly string[]): Fixture => ({
  options: within(ref("Hook"), ...names),
  definitions: { Hook: set(...run) },
});

describe("a change of a definition", () => {
  const before = [option("run")];
  const after = [option("run", { type: { kind: "bool" } })];

  it("is said once, with all of its places", () => {
    const findings = find(hooks(before, "pull", "commit", "push"), hooks(after, "pull", "commit", "push"));
    expect(told(findings)).toEqual([["type-incompatible", "services.app.commit.run", "Hook.run", 3]]);
    expect(findings[0]?.shared?.places.map(({ subject }) => subject)).toEqual([
      "services.app.commit.run",
      "services.app.pull.run",
      "services.app.push.run",
    ]);
  });

  it("has the fingerprint that it always had where it stands once", () => {
    const [alone] = find({ options: before }, { options: after });
    const [once] = find(hooks(before, "commit"), hooks(after, "commit"));
    expect(once?.shared).toBeUndefined();
    expect(alone?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    const [shared] = find(hooks(before, "commit", "pull"), hooks(after, "commit", "pull"));
    expect(shared?.shared?.places[0]?.fingerprint).toBe(once?.fingerprint);
  });

  it("is told of the type that options have, and of those that protect by themselves as well", () => {
    const level = (maxLength: number): Fixture => ({
      options: [
        option("shield", { type: ref("Level"), protects: "same" }),
        option("name", { type: ref("Level") }),
        option("title", { type: ref("Level") }),
      ],
      definitions: { Level: { kind: "str", maxLength } },
    });
    expect(told(find(level(8), level(9)))).toEqual([
      ["guard-lowered", "services.app.shield"],
      ["type-widened", "services.app.name", "Level", 3],
    ]);
  });

  it("is told apart from the same words of what is no definition", () => {
    const inline = (of: OptionType): Fixture => ({
      options: within(set(option("run", { type: of })), "a", "b"),
    });
    expect(told(find(inline(str), inline({ kind: "bool" })))).toEqual([
      ["type-incompatible", "services.app.a.run"],
      ["type-incompatible", "services.app.b.run"],
    ]);
  });

  it("leaves a place apart at which something else changes", () => {
    const mixed: Fixture = {
      ...hooks(after, "commit", "pull"),
      options: [
        ...within(ref("Hook"), "commit", "pull"),
        ...within(set(option("run", { type: { kind: "int" } })), "push"),
      ],
    };
    expect(told(find(hooks(before, "commit", "pull", "push"), mixed))).toEqual([
      ["type-incompatible", "services.app.commit.run", "Hook.run", 2],
      ["type-incompatible", "services.app.push.run"],
    ]);
  });

  it("passes by its own waiver, and by those of all of its places", () => {
    const base = hooks(before, "commit", "pull");
    const findings = find(base, hooks(after, "commit", "pull"));
    const [shared] = findings;
    const single = shared?.shared?.places.map(({ fingerprint }) => fingerprint) ?? [];
    const left = (...fingerprints: readonly string[]) =>
      sift(findings, entries(fingerprints), "2030-01-01").findings.length;
    expect([left(shared?.fingerprint ?? ""), left(...single), left(...single.slice(1)), left()]).toEqual([
      0, 0, 1, 1,
    ]);
    expect(sift(findings, entries(single), "2030-01-01").notes).toEqual([]);
  });

  it("is another where it stands at one place more", () => {
    const two = find(hooks(before, "commit", "pull"), hooks(after, "commit", "pull"));
    const three = find(hooks(before, "commit", "pull", "push"), hooks(after, "commit", "pull", "push"));
    const passed = entries(two.map(({ fingerprint }) => fingerprint));
    expect(sift(three, passed, "2030-01-01").findings).toEqual(three);
  });
});

describe("where documentation names a type in place of its options", () => {
  /** A group of groups: documentation ends where a group stands in one. */
  const nested = (leaf: OptionType): Fixture => ({
    options: within(ref("Group"), "top"),
    definitions: { Group: set(option("key", { type: leaf }), ...within(ref("Group"), "sub")) },
  });
  /** The same, one definition deeper: its documentation ends below. */
  const deeper = (leaf: OptionType): Fixture => ({
    options: within(ref("Outer"), "top"),
    definitions: {
      Outer: set(option("key", { type: leaf }), ...within(ref("Group"), "sub")),
      Group: set(option("key", { type: leaf }), ...within(ref("Group"), "sub")),
    },
  });

  it("its options are still there", () => {
    const key = "services.app.top.sub.key";
    expect([nested(str), deeper(str)].map((side) => treeSide(side).options.has(key))).toEqual([false, true]);
    expect([find(nested(str), deeper(str)), find(deeper(str), nested(str))]).toEqual([[], []]);
  });

  it("types that contain each other in another way are compared wherever they meet", () => {
    const ring = (...leaves: readonly OptionType[]): Fixture => ({
      options: within(ref("Ring0"), "top"),
      definitions: Object.fromEntries(
        leaves.map((type, at) => [
          `Ring${at}`,
          set(option("key", { type }), ...within(ref(`Ring${(at + 1) % leaves.length}`), "sub")),
        ]),
      ),
    });
    const int: OptionType = { kind: "int" };
    expect(find(ring(str, int), ring(str, int, str, int))).toEqual([]);
    // At the fourth level a string stands where a number did.
    expect(told(find(ring(str, int), ring(str, int, str))).map(([rule]) => rule)).toContain(
      "type-incompatible",
    );
  });

  it("a change of them is found", () => {
    const subjects = find(deeper(str), nested({ kind: "bool" })).map(
      ({ rule, subject }) => `${rule.id} ${subject}`,
    );
    expect(subjects).toEqual([
      "type-incompatible services.app.top.key",
      "type-incompatible services.app.top.sub.key",
    ]);
  });
});
