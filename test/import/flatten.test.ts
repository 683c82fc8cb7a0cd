import { expect, test } from "vitest";
import { flatten } from "../../src/compiler/importers/flatten.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";

// Keys of definitions that contain each other, or one another more than once: their number is bounded.

const ref = (name: string): OptionType => ({ kind: "ref", name });
const set = (keys: Readonly<Record<string, OptionType>>): OptionType => ({
  kind: "submodule",
  options: Object.entries(keys).map(
    ([name, type]): Option => ({ name, type, description: "", default: { kind: "data", value: null } }),
  ),
});
const pathsOf = (type: OptionType, definitions: Readonly<Record<string, OptionType>>): readonly string[] =>
  flatten(type, definitions).map(({ path }) => path);

test("a type that contains itself is entered once, wherever it is", () => {
  const definitions = { node: set({ text: { kind: "str" }, next: ref("node") }) };
  expect(pathsOf(ref("node"), definitions)).toEqual(["text", "next"]);
  expect(pathsOf(set({ a: ref("node"), b: ref("node") }), definitions)).toEqual([
    "a",
    "a.text",
    "a.next",
    "b",
    "b.text",
    "b.next",
  ]);
  const [, next] = flatten(ref("node"), definitions);
  expect(next?.type).toBe("node");
});

test("definitions that all contain each other are entered once each, not once a way", () => {
  const names = Array.from({ length: 30 }, (_, index) => `d${index}`);
  const all = set(Object.fromEntries(names.map((name) => [name, ref(name)])));
  const definitions = Object.fromEntries(names.map((name) => [name, all]));
  expect(pathsOf(ref("d0"), definitions)).toHaveLength(30 * 30);
});

test("definitions that contain the next one twice end at some 100,000 keys", () => {
  const definitions = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `d${index}`,
      set({ a: ref(`d${index + 1}`), b: ref(`d${index + 1}`) }),
    ]),
  );
  const keys = flatten(ref("d0"), definitions);
  expect(keys.length).toBeGreaterThan(50_000);
  expect(keys.length).toBeLessThan(100_100);
});

test("the words for a type that has the next one twice stay short", () => {
  const definitions = Object.fromEntries(
    Array.from({ length: 40 }, (_, index): [string, OptionType] => {
      const next = ref(`d${index + 1}`);
      return [
        `d${index}`,
        {
          kind: "union",
          of: [
            { kind: "listOf", of: next },
            { kind: "attrsOf", of: next },
          ],
        },
      ];
    }),
  );
  const [key] = flatten(set({ a: ref("d30"), b: ref("d0") }), { ...definitions, d40: { kind: "bool" } });
  expect(key?.type.length).toBeLessThan(10_000);
  expect(key?.type).toContain("list of");
});
