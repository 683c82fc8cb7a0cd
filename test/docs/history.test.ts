import { describe, expect, it, test } from "vitest";
import { history } from "../../schema/pi/history.js";
import { loreOf } from "../../src/compiler/docs/lore.js";
import { flatten } from "../../src/compiler/importers/flatten.js";
import { advance, decodeHistory } from "../../src/compiler/importers/history.js";
import type { Option, SubmoduleType } from "../../src/compiler/ir/types.js";
import { keybindings, models, settings } from "../support/pi.js";

const version = (number: string, ...keys: readonly string[]) =>
  [
    number,
    [{ name: "settings", keys, losses: [{ path: "a", status: "widened", reason: `lost in ${number}` }] }],
  ] as const;

describe("advance", () => {
  const first = advance({}, ...version("1.0.0", "a", "b"));
  const second = advance(first, ...version("1.1.0", "a", "c"));

  it.each([
    ["a key keeps the version that brought it", { given: second, want: { a: "1.0.0", c: "1.1.0" } }],
    ["a key that returns is new", { given: advance(second, ...version("1.2.0", "b")), want: { b: "1.2.0" } }],
  ])("%s", (_, { given, want }) => {
    expect(given.settings?.since).toEqual(want);
  });

  it("keeps the first version that describes the file, and the last one's losses", () => {
    expect(second.settings).toMatchObject({
      describedSince: "1.0.0",
      losses: [{ path: "a", status: "widened", reason: "lost in 1.1.0" }],
    });
  });

  it("leaves a file that the version does not describe as it was", () => {
    expect(advance(first, "1.1.0", [])).toEqual(first);
  });
});

test.each([
  ["settings", settings],
  ["keybindings", keybindings],
  ["models", models],
] as const)("%s: the history knows every key of the schema and no other", (name, { type, definitions }) => {
  const keys = [...new Set(flatten(type, definitions).map(({ path }) => path))];
  expect(Object.keys(history[name]?.since ?? {}).toSorted()).toEqual(keys.toSorted());
});

test("what is no history is refused by its path", () => {
  const losses = [{ path: "a", status: "bent", reason: "" }];
  expect(() => decodeHistory({ settings: { describedSince: "1.0.0", since: {}, losses } })).toThrow(
    /"status"/,
  );
});

const submodule = (options: readonly Option[]): SubmoduleType => ({ kind: "submodule", options });

// With a look at every loss for every key, this takes minutes.
test("what is known of a key is found at once, however many there are", { timeout: 60_000 }, () => {
  const names = Array.from({ length: 300_000 }, (_, index) => `key${index}`);
  const file = {
    type: submodule(names.map((name) => ({ name, type: { kind: "ref", name: "Shared" }, description: "" }))),
    definitions: { Shared: submodule([{ name: "inner", type: { kind: "str" }, description: "" }]) },
  };
  const losses = [
    ...names.map((path) => ({ path, status: "widened" as const, reason: `of ${path}` })),
    { path: "#Shared.inner", status: "dropped" as const, reason: "shared" },
  ];
  const since = Object.fromEntries(
    names.flatMap((name) => [name, `${name}.inner`]).map((key) => [key, "1.1.0"]),
  );
  const lore = loreOf(file, { describedSince: "1.0.0", since, losses });
  const reasons = (path: string) =>
    lore(path)
      .losses.map(({ reason }) => reason)
      .join();
  const wrong = names.filter(
    (name) => reasons(name) !== `of ${name}` || reasons(`${name}.inner`) !== "shared",
  );
  expect(wrong).toEqual([]);
});

// By every way from one to another there are twelve factorial.
test("what is lost in types that contain each other is told where they are described", {
  timeout: 60_000,
}, () => {
  const names = Array.from({ length: 12 }, (_, index) => `d${index}`);
  const key = (name: string, type: Option["type"]): Option => ({ name, type, description: "" });
  const all = submodule(names.map((name) => key(name, { kind: "ref", name })));
  const file = {
    type: submodule([key("a", { kind: "ref", name: "d0" })]),
    definitions: Object.fromEntries(names.map((name) => [name, all])),
  };
  const since = Object.fromEntries(flatten(file.type, file.definitions).map(({ path }) => [path, "1.0.0"]));
  const losses = [{ path: "#d7.d3", status: "widened" as const, reason: "lost" }];
  const lore = loreOf(file, { describedSince: "1.0.0", since, losses });
  expect(Object.keys(since).filter((path) => lore(path).losses.length > 0)).toEqual(["a.d7.d3"]);
});
