import { expect, test } from "vitest";
import { dataSchema } from "../../src/compiler/data/schema.js";
import { optionsJson } from "../../src/compiler/docs/options-json.js";
import { optionsFile, typeFile } from "../../src/compiler/emit/options.js";
import type { Module, Option, SubmoduleType } from "../../src/compiler/ir/types.js";

// Whose own default a description tells of: that of the program whose module it is, in everything that is written.

const colour: Option = {
  name: "colour",
  type: { kind: "nullOr", of: { kind: "str" } },
  description: "The colour.",
  default: { kind: "data", value: null },
  upstreamDefault: "red",
};
const type: SubmoduleType = { kind: "submodule", options: [colour] };
const module: Module = {
  target: "home-manager",
  path: ["programs", "crush"],
  summary: "",
  options: [colour, { name: "settings", type, description: "", default: { kind: "data", value: {} } }],
  definitions: { settings: type },
  upstream: "Crush",
};
const made = { version: "test", source: "test" };
const { upstream: _, ...nameless } = module;

const written: Readonly<Record<string, (of: Module) => string>> = {
  "option documentation": (of) => JSON.stringify(optionsJson([of], () => [])),
  "a host file's schema": (of) => JSON.stringify(dataSchema(of, "Host file of nixsmith", "")),
  "a module's options": (of) => optionsFile(of, {}, made),
};

test.each(Object.entries(written))("%s names the program", (_name, write) => {
  expect(write(module)).toContain("Crush's own default: `");
  expect(write(module)).not.toContain("The program's");
  expect(write(nameless)).toContain("The program's own default: `");
  expect(write(nameless)).not.toContain("Crush");
});

test("a type's file names the program that its header has", () => {
  expect(typeFile(type, {}, { ...made, title: "Crush" })).toContain('Crush\'s own default: `"red"`.');
});
