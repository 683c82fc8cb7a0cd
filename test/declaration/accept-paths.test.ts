import { expect, it } from "vitest";
import type { Facts } from "../../src/compiler/importers/facts.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { acceptPaths, acceptTexts } from "../../src/toolkit/declaration/accept-paths.js";

const str: OptionType = { kind: "str" };
const path: OptionType = { kind: "path" };
const either: OptionType = { kind: "union", of: [str, path] };
const option = (name: string, type: OptionType): Option => ({ name, type, description: "" });
const submodule = (...options: Option[]): OptionType => ({ kind: "submodule", options });
const list = (of: OptionType): OptionType => ({ kind: "listOf", of });

const facts = (source: OptionType): Facts => ({
  source: { file: "app.json", integrity: "sha512-x" },
  type: submodule(
    option("plugins", list({ kind: "union", of: [submodule(option("source", source)), str] })),
    option("byName", { kind: "attrsOf", of: { kind: "nullOr", of: source } }),
    option("name", str),
  ),
  definitions: { Hook: submodule(option("script", source)) },
});

it("takes a path beside a text, before a submodule, which would import it as a module", () => {
  const paths = ["plugins[]", "plugins[].source", "byName.*", "#Hook.script"];
  const widened = submodule(option("source", either));
  expect(acceptPaths(facts(str), paths)).toEqual({
    ...facts(either),
    type: submodule(
      option("plugins", list({ kind: "union", of: [str, path, widened] })),
      option("byName", { kind: "attrsOf", of: { kind: "nullOr", of: either } }),
      option("name", str),
    ),
  });
});

it("leaves facts without any as they are", () => {
  const given = facts(str);
  expect(acceptPaths(given, [])).toBe(given);
});

it.each(["plugins", "plugin[]", "plugins[].sources", "byName", "#Hook"])(
  "refuses %s, where there is no text",
  (wrong) => {
    expect(() => acceptPaths(facts(str), ["name", wrong])).toThrow(
      `the declaration takes ${wrong} for the path of a file, and there is no text`,
    );
  },
);

it("takes any text beside what a loosened key is", () => {
  const int: OptionType = { kind: "int" };
  const nullable: OptionType = { kind: "nullOr", of: int };
  const given = {
    ...facts(str),
    type: submodule(option("port", int), option("maybe", nullable)),
    definitions: {},
  };
  const loosened = (of: OptionType): OptionType => ({ kind: "union", of: [of, str] });
  expect(acceptTexts(given, ["port", "maybe"]).type).toEqual(
    submodule(option("port", loosened(int)), option("maybe", { ...nullable, of: loosened(int) })),
  );
  expect(() => acceptTexts(given, ["prot"])).toThrow(
    "the declaration loosens prot, and there is no such key",
  );
});
