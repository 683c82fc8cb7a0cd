import { describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { sift } from "../../src/compiler/diff/report/ignore.js";
import type { Option, OptionType, Protects } from "../../src/compiler/ir/types.js";
import { type Fixture, option, preset, row, str, treeSide } from "./fixtures.js";

/** What is left of a change where another one was let pass before. */
function left(base: Fixture, passed: Fixture, head: Fixture): readonly string[] {
  const find = (to: Fixture) => diffSides(treeSide(base), treeSide(to)).findings;
  const entries = find(passed).map(({ fingerprint }) => ({
    fingerprint,
    reason: "Looked at in review.",
    until: "2030-06-30",
  }));
  return sift(find(head), entries, "2030-01-01").findings.map(
    ({ rule, subject }) => `${rule.id}: ${subject}`,
  );
}

const typed = (type: OptionType, over: Partial<Option> = {}): Fixture => ({
  options: [option("kept", { type, ...over })],
});
const limited = (maxLength: number, over?: Partial<Option>) => typed({ kind: "str", maxLength }, over);
const protecting = (protects: Protects, over: Partial<Option> = {}): Fixture => ({
  options: [option("kept", { protects, ...over })],
});
const inWords = (value: string) => protecting("same", { defaultText: "what the host has", ...preset(value) });
const closed = (value: string, ...oneOf: readonly string[]): Fixture => ({
  hardening: [row("PrivateTmp"), row("PrivateNetwork", { value, when: { option: "network", oneOf } })],
});
const inPlaces = (...where: readonly ("flag" | "dropin")[]): Fixture => ({
  hardening: [row("PrivateTmp"), ...(where.length === 0 ? [] : [row("RemoveIPC", { where })])],
});
const scripts = { "app/a.sh": "echo a\n", "app/b.sh": "echo b\n" };
const copyOf = (text: string): Fixture => ({ files: { ...scripts, "app/new.sh": text } });
const spaced = (spaces: string, value: string): Fixture => ({
  files: { "app/x.nix": `{\n  a = ''\n${spaces}text'';\n${lines}  b = ${value};\n}\n` },
});

const lines = "  # What stands between.\n".repeat(12);

describe("a waiver covers one change, and no other of the same option or file", () => {
  it.each<readonly [string, Fixture, Fixture, Fixture, string]>([
    ["a length", limited(9), limited(8), limited(2), "type-narrowed"],
    [
      "a length of what is wider otherwise",
      limited(9),
      typed({ kind: "nullOr", of: { kind: "str", maxLength: 9 } }),
      typed({ kind: "nullOr", of: str }),
      "type-widened",
    ],
    [
      "a check that protects",
      limited(8, { protects: "same" }),
      limited(9, { protects: "same" }),
      typed(str, { protects: "same" }),
      "guard-lowered",
    ],
    [
      "a default that the documentation has in words",
      inWords("a"),
      inWords("b"),
      inWords("c"),
      "guard-changed",
    ],
    [
      "a default that is there without being said",
      protecting("superset", {
        type: { kind: "listOf", of: str },
        ...preset(["a", "b"]),
        defaultText: "some",
      }),
      protecting("superset", { type: { kind: "listOf", of: str }, ...preset(["a"]), defaultText: "some" }),
      protecting("superset", { type: { kind: "listOf", of: str }, ...preset([]), defaultText: "some" }),
      "guard-lowered",
    ],
    [
      "when a property holds",
      closed("yes", "none", "proxy", "full"),
      closed("yes", "none", "proxy"),
      closed("yes", "none"),
      "network-opened",
    ],
    [
      "where a property holds",
      inPlaces("flag", "dropin"),
      inPlaces("dropin"),
      inPlaces(),
      "hardening-removed",
    ],
    [
      "which script is there again",
      { files: scripts },
      copyOf("echo a\n"),
      copyOf("echo b\n"),
      "script-added",
    ],
    ["the spaces of a text", spaced("    ", "1"), spaced("    ", "2"), spaced("  ", "2"), "wiring-changed"],
    [
      "options that no file declares",
      { files: { "app/options.nix": "{ }\n" } },
      { ...typed(str, preset("y")), files: { "app/options.nix": "{ }\n" } },
      { ...typed(str, preset("z")), files: { "app/options.nix": "{ }\n" } },
      "options-undeclared",
    ],
  ])("%s", (_, base, passed, head, rule) => {
    expect(left(base, passed, passed)).toEqual([]);
    expect(left(base, passed, head).map((one) => one.split(":")[0])).toContain(rule);
  });
});
