import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { shellCode } from "../../src/compiler/diff/matches/shell-code.js";
import { rules } from "../../src/compiler/diff/rules/index.js";
import type { Option, OptionType, Protects } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";
import { modules } from "../support/pi.js";
import { cases, variants } from "./cases.js";
import { type Fixture, json, option, optionsPath, preset, str, treeSide } from "./fixtures.js";

const byId = new Map(rules.map((rule) => [rule.id, rule]));
const evidence = { shell: shellCode };

function found(base: Fixture, head: Fixture): readonly string[] {
  const { findings, unclassified } = diffSides(treeSide(base), treeSide(head), evidence);
  expect(unclassified).toEqual([]);
  return findings.map(({ rule, subject }) => `${rule.id}: ${subject}`);
}

/** What a tree says of itself, changed alone, is told twice: as what it says, and as what nothing else bears out. */
const alone = (base: Fixture, head: Fixture) =>
  found(base, head).filter(
    (one) => !one.startsWith("claim-unproven") || base.definitions !== head.definitions,
  );

describe.each([...cases, ...variants])("$rule: $subject", ({ rule, base, head, subject }) => {
  it("fires alone", () => {
    expect(alone(base, head)).toEqual([`${rule}: ${subject}`]);
  });

  it("gives way to its mirror when the sides change places", () => {
    const back = alone(head, base);
    expect(back).toHaveLength(1);
    expect(back[0]).toMatch(new RegExp(`^${byId.get(rule)?.mirror}: `));
  });

  it("says nothing of a side against itself", () => {
    expect([found(base, base), found(head, head)]).toEqual([[], []]);
  });
});

describe("options that no file declares", () => {
  const example = { example: { kind: "nix", text: "1 + 1" } } as const;
  const undeclared = { files: { [optionsPath]: "{ }\n" } };

  it("are a finding where what the tree says of them differs", () => {
    const head = { options: [option("kept", example)] };
    expect(found({}, { ...head, ...undeclared })).toContain("options-undeclared: services.app");
    expect(found(undeclared, { ...head, ...undeclared })).toContain("options-undeclared: services.app");
    expect(found({}, head)).toEqual(["example-changed: services.app.kept"]);
  });
});

describe("a line of sudoers(5) that cannot be judged", () => {
  it.each([
    "Defaults env_keep += LD_PRELOAD",
    "Defaults use_pty",
    "alice ALL=(root) !/bin/sh",
    "alice ALL=(root) /run/a, /bin/sh",
    'alice ALL=(root) NOPASSWD: /run/runner "", /bin/sh',
    'alice ALL=(root) CWD=* NOPASSWD: /run/runner ""',
  ])("lets somebody do more, and less, whether it is new or gone: %s", (line) => {
    const rule = ["alice ALL=(root) NOPASSWD: /run/*"];
    const either = ["sudo-broadened: sudo rule", "sudo-narrowed: sudo rule"];
    expect(alone({ sudo: rule }, { sudo: [...rule, line] })).toEqual(either);
    expect(alone({ sudo: [...rule, line] }, { sudo: rule })).toEqual(either);
  });
});

describe("an option that is new within what hosts have", () => {
  const within = (...options: readonly Option[]): Fixture => ({
    options: [
      option("kept"),
      option("settings", { type: { kind: "submodule", options, freeform: json }, ...preset({}) }),
    ],
  });
  const { default: _, ...demanded } = option("extra");

  it("is breaking where it has to be set", () => {
    expect(found({}, { options: [option("kept"), demanded] })).toEqual([
      "became-required: services.app.extra",
      "option-added: services.app.extra",
    ]);
    expect(found(within(), within(demanded))).toContain("became-required: services.app.settings.extra");
  });

  it("behaves otherwise where it is a key that is written", () => {
    expect(found(within(), within(option("extra")))).toEqual([
      "default-changed: services.app.settings.extra",
      "option-added: services.app.settings.extra",
    ]);
    expect(found({}, { options: [option("kept"), option("extra")] })).toEqual([
      "option-added: services.app.extra",
    ]);
  });

  it("is neither in what is new itself", () => {
    expect(found({}, within(demanded, option("more")))).toEqual([
      "option-added: services.app.settings",
      "option-added: services.app.settings.extra",
      "option-added: services.app.settings.more",
    ]);
  });
});

describe("an option that is something without a default", () => {
  const { default: _, ...bare } = option("kept", { type: { kind: "listOf", of: str } });
  const empty = { options: [bare] };
  const filled = (protects?: Protects): Fixture => ({
    options: [{ ...bare, ...preset(["x"]), ...(protects && { protects }) }],
  });

  it("has another default where it has one", () => {
    expect(found(empty, filled())).toEqual(["default-changed: services.app.kept"]);
    expect(found(filled(), empty)).toEqual(["default-changed: services.app.kept"]);
  });

  it("protects less without what it had", () => {
    const without = { options: [{ ...bare, protects: "superset" as const }] };
    expect(found(filled("superset"), without)).toEqual(["guard-lowered: services.app.kept"]);
    expect(found(without, filled("superset"))).toEqual(["guard-raised: services.app.kept"]);
  });
});

describe("a renamed option", () => {
  const words = { description: "Where the state of the program is kept." };
  const renamed = (before: Partial<Option>, after: Partial<Option>) =>
    found(
      { options: [option("stateDir", { ...words, ...before })] },
      {
        options: [option("stateDirectory", { ...words, ...after })],
      },
    );

  it("is held to what it was", () => {
    const protects = ["x", "y"];
    expect(renamed({ protects }, { protects, ...preset("y") })).toEqual([
      "guard-lowered: services.app.stateDir",
      "option-renamed: services.app.stateDir",
    ]);
    expect(renamed({ protects }, {})).toEqual([
      "protection-dropped: services.app.stateDir",
      "option-renamed: services.app.stateDir",
    ]);
    expect(renamed({}, preset("y"))).toEqual([
      "option-renamed: services.app.stateDir",
      "default-changed: services.app.stateDir",
    ]);
  });
});

describe("an option that protects", () => {
  it.each(["smaller", "same", ["a"]] as const)("by %s takes what cannot be compared", (protects) => {
    const typed = (pattern: string): Fixture => ({
      options: [option("kept", { protects, type: { kind: "str", pattern } })],
    });
    expect(found(typed("[a-z]+"), typed("[a-z/]+"))).toEqual([
      "guard-changed: services.app.kept",
      "type-incompatible: services.app.kept",
    ]);
  });
});

describe("a rename with an alias", () => {
  const [from, to] = [option("stateDir"), option("stateDirectory", { description: "Where the state is." })];
  const alias =
    '(lib.mkRenamedOptionModule ["services" "app" "stateDir"] ["services" "app" "stateDirectory"])';
  const module = (imports: string, name: string, more = "") => ({
    files: {
      "app/default.nix": `{ imports = [ ./options.nix ${imports} ]; home = "\${cfg.${name}}/x"; ${more} }\n`,
    },
  });
  const base = { options: [from], ...module("", "stateDir") };

  it("is a warning, and what follows it needs no reading", () => {
    const head = { options: [to], ...module(alias, "stateDirectory") };
    expect(found(base, head)).toEqual([
      "option-aliased: services.app.stateDir",
      "wiring-renamed: app/default.nix",
    ]);
  });

  it("was there before the option went", () => {
    const before = { options: [from], ...module(alias, "stateDir") };
    expect(found(before, { options: [to], ...module(alias, "stateDirectory") })[0]).toBe(
      "option-aliased: services.app.stateDir",
    );
  });

  it.each([
    ["no alias", module("", "stateDirectory")],
    ["an alias that is no import", module("", "stateDirectory", `unused = [ ${alias} ];`)],
    ["an alias in a comment", module(`# ${alias}\n`, "stateDirectory")],
    ["an alias in another list of it", module(`{ x = [ ${alias} ]; }`, "stateDirectory")],
  ])("is breaking with %s", (_, files) => {
    expect(found(base, { options: [to], ...files })).toContain("option-renamed: services.app.stateDir");
  });

  it("hides nothing that differs beside it", () => {
    const head = { options: [to], ...module(alias, "stateDirectory", "wheel = true;") };
    expect(found(base, head)).toContain("wiring-changed: app/default.nix");
    const other = { ...base, ...module("", "stateDir", "x = other.cfg.stateDir;") };
    const moved = { options: [to], ...module(alias, "stateDirectory", "x = other.cfg.stateDirectory;") };
    expect(found(other, moved)).toContain("wiring-changed: app/default.nix");
  });
});

describe("every option of the schema", () => {
  const declared = (
    options: readonly Option[],
    path: readonly string[],
  ): readonly (readonly [string, Option])[] =>
    options.flatMap((one) => [
      [[...path, one.name].join("."), one] as const,
      ...declared(inside(one.type), [...path, one.name]),
    ]);
  const inside = (type: OptionType): readonly Option[] => {
    switch (type.kind) {
      case "nullOr":
      case "listOf":
      case "attrsOf":
        return inside(type.of);
      case "union":
        return type.of.flatMap(inside);
      case "submodule":
        return type.options;
      default:
        return [];
    }
  };
  const options = modules
    .flatMap((module) => declared(module.options, module.path))
    .filter(([, { declaration }]) => declaration?.kind !== "group");

  it("says in which direction it protects", () => {
    const silent = options.filter(([, { protects }]) => protects === undefined).map(([path]) => path);
    expect(silent, "give each of them `protects` in its call of option(…)").toEqual([]);
    expect(options.length).toBeGreaterThan(50);
  });

  it("has a default that its ranking names", () => {
    const unnamed = options.filter(
      ([, { protects, default: value }]) =>
        Array.isArray(protects) && value?.kind === "data" && !protects.includes(value.value),
    );
    expect(unnamed.map(([path]) => path)).toEqual([]);
  });
});

describe("the list of rules", () => {
  it("has a pair for each rule or its mirror", () => {
    const paired = new Set(cases.flatMap(({ rule }) => [rule, byId.get(rule)?.mirror]));
    for (const elsewhere of [
      "options-undeclared",
      "option-aliased",
      // See agents.test.ts.
      "agent-limit-added",
      "agent-limit-removed",
      // See evaluate.test.ts.
      "host-broadened",
      "host-narrowed",
      "host-changed",
      "host-refused",
      "host-accepted",
      "host-unevaluated",
      "waiver-added",
      "waiver-removed",
      "wiring-renamed",
    ])
      paired.add(elsewhere);
    expect(rules.map(({ id }) => id).filter((id) => !paired.has(id))).toEqual([]);
  });

  it("has mirrors that mirror each other", () => {
    // What is forwarded one way is lost the other.
    const mutual = rules.filter(({ id }) => id !== "option-aliased" && id !== "wiring-renamed");
    expect(mutual.map(({ mirror }) => byId.get(mirror)?.mirror)).toEqual(mutual.map(({ id }) => id));
  });

  it("is in the documentation, with severity and reference", () => {
    const page = readFileSync(join(packageRoot, "docs/diff.md"), "utf8");
    const rows = rules.map(({ id, severity, reference }) => `| \`${id}\` | ${severity} | ${reference} |`);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });
});
