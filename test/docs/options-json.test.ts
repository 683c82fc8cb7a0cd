import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { flatten, showOption } from "../../src/compiler/docs/flatten.js";
import { defaultText, optionsJson } from "../../src/compiler/docs/options-json.js";
import type { Module } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { compare } from "../../src/compiler/output/compare.js";
import { write } from "../../src/compiler/output/write.js";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { documentedModules } from "../../src/toolkit/tree/modules.js";
import { modules, pi, programs } from "../support/pi.js";

const declarationsOf = (module: Module): readonly string[] =>
  documentedModules(pi).find(({ module: { target } }) => target === module.target)?.declarations ?? [];

const careless = `({lib, pkgs, ...}: {
  options.m3ta.pi-agent.careless = lib.mkOption {
    type = lib.types.listOf lib.types.package;
    default = [pkgs.jq];
    description = "An option whose default needs a package, without a text for it.";
  };
})`;

const tree = mkdtempSync(join(tmpdir(), "nixsmith-docs-"));
let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  write(tree, compare(tree, artefacts(programs)), false);
  const { path } = await findLibrary();
  const documented = (extra: string) =>
    `import ${join(packageRoot, "test/docs/documented.nix")} {lib = import ${path}; tree = ${tree}; ${extra}}`;
  outcomes = await evaluateMany({
    modules: documented(""),
    careless: documented(`extraModules = [${careless}];`),
  });
});
afterAll(() => rmSync(tree, { recursive: true }));

const documentation = z.object({
  options: z.record(z.string(), z.looseObject({})),
  showsEmptyValues: z.boolean(),
  namesOpenSubmodules: z.boolean(),
});
type Documented = z.infer<typeof documentation>["options"];

/** Markdown takes a line break for a space; the emitted Nix wraps long descriptions. */
const unwrapped = (options: Documented): Documented =>
  JSON.parse(JSON.stringify(options), (key, value: unknown) =>
    key === "description" && typeof value === "string"
      ? value.trimEnd().replace(/(?<!\n)\n(?!\n)/g, " ")
      : value,
  );

/** Options that get a value from their type alone, which libraries before 26.11 do not document. */
const undeclared = new Set(
  modules
    .flatMap(flatten)
    .filter(({ option }) => defaultText(option) === undefined && option.declaration === undefined)
    .map(({ loc }) => showOption(loc)),
);

it("equals, option by option, what nixpkgs documents of the emitted modules", () => {
  const { modules: outcome } = outcomes;
  if (outcome?.ok !== true) throw outcome?.error;
  const { options, showsEmptyValues, namesOpenSubmodules } = documentation.parse(outcome.value);
  const ours = optionsJson(modules, declarationsOf);
  const unlike = (name: string): readonly string[] => [
    ...(!showsEmptyValues && undeclared.has(name) ? ["default"] : []),
    ...(!namesOpenSubmodules && ours[name]?.type.includes("open submodule") ? ["type"] : []),
  ];
  const comparable = (entries: Readonly<Record<string, object>>) =>
    Object.entries(entries).map(([name, entry]) => [
      name,
      Object.fromEntries(Object.entries(entry).filter(([field]) => !unlike(name).includes(field))),
    ]);
  expect(Object.keys(ours).length).toBeGreaterThan(600);
  expect(Object.fromEntries(comparable(ours))).toEqual(Object.fromEntries(comparable(unwrapped(options))));
});

const text = z.strictObject({ _type: z.enum(["literalExpression", "literalMD"]), text: z.string() });
/** What nixos/lib/make-options-doc writes for an option. */
const entry = z.strictObject({
  declarations: z.array(z.union([z.string(), z.strictObject({ name: z.string(), url: z.url() })])),
  default: text.optional(),
  description: z.string().nullable(),
  example: text.optional(),
  loc: z.array(z.string()).min(1),
  readOnly: z.boolean(),
  relatedPackages: z.string().optional(),
  type: z.string(),
});

it("has the shape that nixosOptionsDoc writes", () => {
  const json: unknown = JSON.parse(JSON.stringify(optionsJson(modules, declarationsOf)));
  expect(z.record(z.string(), entry).parse(json)).toEqual(json);
});

it("finds a default that needs a package and has no defaultText", () => {
  const { careless: outcome } = outcomes;
  expect(outcome?.ok === false && outcome.error.message).toContain("the documentation asked for pkgs.jq");
});
