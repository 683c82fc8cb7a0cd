import { expect, test } from "vitest";
import { childrenOf } from "../../src/compiler/ir/children.js";
import { type Named, shareEqual } from "../../src/compiler/ir/share.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { keybindings, models, settings } from "../support/pi.js";

const key = (name: string, type: OptionType): Option => ({ name, type, description: "" });
const set = (...options: readonly Option[]): OptionType => ({ kind: "submodule", options });
const str: OptionType = { kind: "str" };
const ref = (name: string): OptionType => ({ kind: "ref", name });
const levels: OptionType = {
  kind: "enum",
  values: ["none", "a little", "some of it", "most of it", "all of it", "more than that"],
};
const point = () => set(key("x", str), key("y", str));
const listOf = (of: OptionType): OptionType => ({ kind: "listOf", of });

test.each<readonly [string, { given: Named; want: Named }]>([
  [
    "a submodule that stands there twice, named after the first key that holds it",
    {
      given: { type: set(key("from", listOf(point())), key("to", point())), definitions: {} },
      want: {
        type: set(key("from", listOf(ref("from"))), key("to", ref("from"))),
        definitions: { from: point() },
      },
    },
  ],
  [
    "one that equals a definition has its name",
    {
      given: { type: set(key("from", point()), key("p", ref("Point"))), definitions: { Point: point() } },
      want: { type: set(key("from", ref("Point")), key("p", ref("Point"))), definitions: { Point: point() } },
    },
  ],
  [
    "a name that is taken gets a number; what is inside of the repeated counts once",
    {
      given: {
        type: set(key("a", set(key("p", point()))), key("b", set(key("p", point())))),
        definitions: { a: str },
      },
      want: {
        type: set(key("a", ref("a2")), key("b", ref("a2"))),
        definitions: { a: str, a2: set(key("p", point())) },
      },
    },
  ],
  [
    "long enumerations, not short ones",
    {
      given: {
        type: set(key("a", levels), key("b", levels), key("c", { kind: "enum", values: ["x"] })),
        definitions: {},
      },
      want: {
        type: set(key("a", ref("a")), key("b", ref("a")), key("c", { kind: "enum", values: ["x"] })),
        definitions: { a: levels },
      },
    },
  ],
  [
    "options that differ in their words are not equal",
    {
      given: { type: set(key("a", point()), key("b", set(key("x", str)))), definitions: {} },
      want: { type: set(key("a", point()), key("b", set(key("x", str)))), definitions: {} },
    },
  ],
  [
    "a submodule inside of three others",
    {
      given: { type: set(key("a", set(key("b", set(key("c", point())))))), definitions: {} },
      want: { type: set(key("a", set(key("b", set(key("c", ref("c"))))))), definitions: { c: point() } },
    },
  ],
])("%s", (_, { given, want }) => {
  expect(shareEqual(given)).toEqual(want);
});

/** All submodules with options that a type prints, as text. */
function submodulesIn(type: OptionType): readonly string[] {
  const own = type.kind === "submodule" && type.options.length > 0 ? [JSON.stringify(type)] : [];
  return [...own, ...childrenOf(type).flatMap(submodulesIn)];
}

test.each(Object.entries({ settings, keybindings, models }))("%s of pi has no submodule twice", (_, file) => {
  const { type, definitions } = shareEqual(file);
  const printed = [type, ...Object.values(definitions)].flatMap(submodulesIn);
  expect(printed.length - new Set(printed).size).toBe(0);
});
