import { expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { option, preset, treeSide } from "./fixtures.js";

// How types are shown of which the words are the same: those of a union's submodules say no more than "submodule".

const submodule = (...options: readonly Option[]): OptionType => ({ kind: "submodule", options });
const listOf = (of: OptionType): OptionType => ({ kind: "listOf", of });
const text = (maxLength?: number): OptionType => ({
  kind: "str",
  ...(maxLength !== undefined && { maxLength }),
});
const bool: OptionType = { kind: "bool" };
const key = (name: string, type: OptionType, more: Partial<Option> = {}) => option(name, { type, ...more });

function shown(before: OptionType, after: OptionType) {
  const sides = [before, after].map((of) => ({
    options: [key("level", { kind: "union", of: [bool, of] }, preset(true))],
  }));
  const [base = { options: [] }, head = { options: [] }] = sides;
  const found = diffSides(treeSide(base), treeSide(head)).findings.filter(
    ({ subject }) => subject === "services.app.level",
  );
  return found.map((finding) => [finding.before, finding.after]);
}

it.each<readonly [string, OptionType, OptionType, string, string]>([
  [
    "keys that one side has",
    submodule(key("same", text()), key("gone", bool)),
    submodule(key("same", text()), key("fresh", listOf(bool)), key("other", text())),
    "gone: boolean",
    "fresh: list of boolean; other: string",
  ],
  [
    "keys of one side alone",
    submodule(key("same", text())),
    submodule(key("same", text()), key("fresh", bool)),
    "no such key",
    "fresh: boolean",
  ],
  [
    "a key with another type, beside one that is fresh",
    submodule(key("same", text()), key("one", bool)),
    submodule(key("same", text()), key("one", text()), key("fresh", bool)),
    "one: boolean",
    "one: string; fresh: boolean",
  ],
  [
    "a key of which the words are the same again",
    submodule(key("same", text()), key("one", text(3)), key("gone", bool)),
    submodule(key("same", text()), key("one", text(4))),
    'gone: boolean; one: { {"kind":"str","maxLength":3} }',
    'one: { {"kind":"str","maxLength":4} }',
  ],
  [
    "keys in a key",
    submodule(key("one", listOf(submodule(key("inner", bool), key("gone", bool)))), key("gone", bool)),
    submodule(key("one", listOf(submodule(key("inner", text()))))),
    "gone: boolean; one: { gone: boolean; inner: boolean }",
    "one: { inner: string }",
  ],
  [
    "one part alone, wherever that is",
    submodule(key("one", listOf(submodule(key("inner", bool))))),
    submodule(key("one", listOf(submodule(key("inner", text()))))),
    '{"kind":"bool"}',
    '{"kind":"str"}',
  ],
])("%s", (_, before, after, was, is) => {
  expect(shown(before, after)).toEqual([[was, is]]);
});

it("two submodules are shown whole where other keys than theirs differ as well", () => {
  const open = (freeform: OptionType, ...options: readonly Option[]): OptionType => ({
    kind: "submodule",
    options,
    freeform,
  });
  const [before, after] = [open(text(3), key("a", bool)), open(text(4), key("b", bool))];
  const [[was = "", is = ""] = []] = shown(before, after);
  expect([JSON.parse(was), JSON.parse(is)]).toMatchObject([{ freeform: text(3) }, { freeform: text(4) }]);
});
