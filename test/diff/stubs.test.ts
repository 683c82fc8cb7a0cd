import { beforeAll, describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { migrationStub } from "../../src/compiler/diff/options/stub.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { json, option, preset, treeSide } from "./fixtures.js";

// What a report gives to paste is pasted into a module that has the new name only, and real Nix says what becomes of a
// configuration with the old one.

const free = (...options: readonly Option[]): OptionType => ({ kind: "submodule", options, freeform: json });
const closed = (...options: readonly Option[]): OptionType => ({ kind: "submodule", options });

function stubOf(base: Option, head: Option): string {
  const { findings } = diffSides(treeSide({ options: [base] }), treeSide({ options: [head] }));
  const [finding] = findings.filter(({ rule }) => rule.id === "option-renamed");
  return finding?.stub ?? "";
}

const renamed = (wrap: (inner: Option) => Option): string =>
  stubOf(wrap(option("hostName")), wrap(option("hostname2")));

const within = (type: (inner: Option) => OptionType, value: [] | Record<string, never>) => (inner: Option) =>
  option("settings", { type: type(inner), ...preset(value) });

const stubs = {
  top: renamed((inner) => inner),
  key: renamed(within((inner) => free(inner), {})),
  deeper: renamed(within((inner) => free(option("net", { type: free(inner) })), {})),
  entries: renamed(within((inner) => ({ kind: "attrsOf", of: free(inner) }), {})),
  items: renamed(within((inner) => ({ kind: "listOf", of: free(inner) }), [])),
  closed: renamed(within((inner) => ({ kind: "attrsOf", of: closed(inner) }), {})),
};

const plainModule = `{
  options = {
    services.app.hostname2 = lib.mkOption { type = lib.types.str; default = "x"; };
    services.app.settings = lib.mkOption { type = lib.types.unspecified; default = { }; };
    assertions = lib.mkOption { type = lib.types.listOf lib.types.unspecified; default = [ ]; };
    warnings = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
  };
}`;

const evaluate = (library: string, stub: string, config: string, result: string): string => `
  let
    lib = import ${library};
    stub = { config, ... }: { ${stub} };
    inherit (lib.evalModules { modules = [ (${plainModule}) stub { ${config} } ]; }) config;
  in
    ${result}`;

const holds = "map (one: one.assertion) config.assertions";
const entry = `
  services.app.settings = { };`;

const questions: readonly [string, { given: [keyof typeof stubs, string, string]; want: unknown }][] = [
  [
    "the old option reaches the new one",
    { given: ["top", 'services.app.hostName = "a";', "config.services.app.hostname2"], want: "a" },
  ],
  [
    "and whoever sets it is told",
    { given: ["top", 'services.app.hostName = "a";', "builtins.length config.warnings"], want: 1 },
  ],
  [
    "a free key that is set is refused",
    { given: ["key", 'services.app.settings.hostName = "a";', holds], want: [false] },
  ],
  ["one that is not set is none", { given: ["key", entry, holds], want: [true] }],
  [
    "one that is null is none",
    { given: ["key", "services.app.settings.hostName = null;", holds], want: [true] },
  ],
  [
    "a key below a key",
    { given: ["deeper", 'services.app.settings.net.hostName = "a";', holds], want: [false] },
  ],
  ["nothing below it", { given: ["deeper", "services.app.settings.net = null;", holds], want: [true] }],
  [
    "a key of one of the entries",
    { given: ["entries", 'services.app.settings = { a = { }; b.hostName = "x"; };', holds], want: [false] },
  ],
  [
    "of none of the entries",
    { given: ["entries", "services.app.settings = { a = { }; };", holds], want: [true] },
  ],
  [
    "a key of one of the items",
    { given: ["items", 'services.app.settings = [ { } { hostName = "x"; } ];', holds], want: [false] },
  ],
  ["of none of the items", { given: ["items", "services.app.settings = [ { } ];", holds], want: [true] }],
];

describe("a stub, pasted", () => {
  let outcomes: Readonly<Record<string, Outcome>> = {};
  beforeAll(async () => {
    const { path } = await findLibrary();
    outcomes = await evaluateMany({
      ...Object.fromEntries(
        questions.map(
          ([
            name,
            {
              given: [stub, config, result],
            },
          ]) => [name, evaluate(path, stubs[stub], config, result)],
        ),
      ),
      submodule: `
        let
          lib = import ${path};
          entry = lib.types.submodule {
            options.hostname2 = lib.mkOption { type = lib.types.str; default = "x"; };
            ${stubs.closed.slice(stubs.closed.indexOf("\n"))}
          };
        in
          (lib.evalModules {
            modules = [ { options.s = lib.mkOption { type = lib.types.attrsOf entry; }; config.s.a.hostName = "b"; } ];
          }).config.s.a.hostname2`,
    });
  });

  it.each(questions)("%s", (name, { want }) => {
    expect(outcomes[name]).toEqual({ ok: true, value: want });
  });

  it("a submodule's own option reaches the new one", () => {
    expect(stubs.closed).toMatch(/^# in the submodule of services\.app\.settings\n/);
    expect(outcomes.submodule).toEqual({ ok: true, value: "b" });
  });

  it("is none where the option has moved between submodules", () => {
    const { options } = treeSide({
      options: ["servers", "clients"].map((name) =>
        option(name, { type: { kind: "attrsOf", of: closed(option("hostName")) }, ...preset({}) }),
      ),
    });
    const [from, to] = ["servers", "clients"].map((name) =>
      options.get(`services.app.${name}.<name>.hostName`),
    );
    expect(from && to && migrationStub({ from, to }, options)).toBe(undefined);
    expect(from && migrationStub({ from, to: from }, options)).toContain("mkRenamedOptionModule");
  });
});
