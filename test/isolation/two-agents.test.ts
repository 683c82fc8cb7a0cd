import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";

// A made-up agent, described as a stranger would, and pi beside it on one host.

const quill = {
  name: "quill",
  package: "quill-agent",
  directory: { default: ".config/quill", variable: "QUILL_HOME" },
  files: { settings: { path: "quill.json", from: "schema.json" } },
  isolated: {
    description: "quill, a writing agent",
    kept: ["machineId"],
    credentials: "tokens.json",
    own: ["drafts"],
    examples: { settings: { model: "small" }, environment: { QUILL_QUIET: "1" } },
  },
};
const schema = { type: "object", properties: { model: { type: "string" } } };

let cwd: string;
let answer: Readonly<Record<string, Json>>;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-agents-"));
  writeFileSync(join(cwd, "schema.json"), JSON.stringify(schema));
  for (const [directory, programs] of Object.entries({ alone: ["pi"], both: ["pi", quill] })) {
    mkdirSync(join(cwd, directory));
    writeFileSync(join(cwd, directory, "schema.json"), JSON.stringify(schema));
    writeFileSync(join(cwd, directory, "nixsmith.config.json"), JSON.stringify({ programs }));
  }
  const both = { cwd: join(cwd, "both") };
  expect(await nixsmith(["import", "quill"], both)).toMatchObject({ status: 0 });
  expect(await nixsmith(["generate"], both)).toMatchObject({ status: 0 });
  expect(await nixsmith(["generate"], { cwd: join(cwd, "alone") })).toMatchObject({ status: 0 });
  const { path } = await findLibrary();
  answer = z.record(z.string(), z.json()).parse(await evaluateNix(question(path)));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const question = (lib: string): string => `let
  lib = import ${lib};
  modules = ${join(cwd, "both/modules/nixos")};
  hostWith = more: import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {
    inherit lib;
    overrides.quill-agent.mainProgram = "quill";
    modules = [
      (modules + "/pi-agent")
      (modules + "/quill-agent")
      {
        users.users.alice = {isNormalUser = true; home = "/home/alice";};
        m3ta = lib.genAttrs ["pi-agent" "quill-agent"] (_: {enable = true; hostUsers.alice.projectRoots = ["~/p"];});
      }
      more
    ];
  };
  host = hostWith {};
  refusedWith = more: (hostWith {m3ta = more;}).failedAssertions;
  inherit (host) config pkgs;
  runtimeOf = agent: import (modules + "/\${agent}/runtime.nix") {inherit config lib pkgs; inherit (host) options;};
  quill = runtimeOf "quill-agent";
in {
  inherit (host) failedAssertions;
  alike = {
    command = refusedWith {quill-agent.wrapper.commandName = "pi";};
    otherCommand = refusedWith {quill-agent.wrapper.commandName = "pi"; pi-agent.wrapper.commandName = "pi-isolated";};
    group = refusedWith {quill-agent.group = "pi-agent";};
    state = refusedWith {quill-agent.stateDir = "/var/lib/pi-agent";};
  };
  accounts = lib.mapAttrs (_: {group, home, ...}: {inherit group home;}) (lib.filterAttrs (name: _: lib.hasSuffix "-agent" name) config.users.users);
  state = map (name: builtins.filter (lib.hasInfix "/\${name}") config.systemd.tmpfiles.rules) ["pi-agent" "quill-agent"];
  units = builtins.filter (lib.hasSuffix "-agent-") (builtins.attrNames config.systemd.services);
  lockedAs = map (name: config.systemd.services.\${name}.serviceConfig.User) ["pi-agent-" "quill-agent-"];
  rules = map (rule: {inherit (rule) users; commands = map ({command, ...}: baseNameOf (builtins.head (lib.splitString " " command))) rule.commands;}) (builtins.filter (rule: rule.users == ["alice"]) config.security.sudo.extraRules);
  commands = map (package: package.meta.mainProgram) config.environment.systemPackages;
  scripts = map (one: one.text) [quill.runner];
}`;

it("are both taken by one host", () => expect(answer.failedAssertions).toEqual([]));

it("are refused what they cannot share, each by its name", () => {
  const agents = [
    ["quill-agent", "quill", "pi-agent"],
    ["pi-agent", "pi", "quill-agent"],
  ] as const;
  expect(answer.alike).toEqual({
    command: agents.map(
      ([agent, own]) =>
        `m3ta.${agent}.wrapper.commandName: another agent's command is "pi" too, and only one of the two would be found; give each its own, such as "${own}-isolated" for this one`,
    ),
    otherCommand: [],
    group: agents.map(
      ([agent, , other]) =>
        `m3ta.${agent}.group: ${other} would share pi-agent with the agent; take them out of it, or name a group of the agent's own`,
    ),
    state: agents.map(
      ([agent, , other]) =>
        `m3ta.${agent}.stateDir: "/var/lib/pi-agent" overlaps the home of ${other}; choose a directory such as /var/lib/${agent}`,
    ),
  });
});

it("have accounts, state, units, rules and commands of their own", () => {
  expect(answer.accounts).toEqual({
    "pi-agent": { group: "pi-agent", home: "/var/lib/pi-agent" },
    "quill-agent": { group: "quill-agent", home: "/var/lib/quill-agent" },
  });
  expect(answer.units).toEqual(["pi-agent-", "quill-agent-"]);
  expect(answer.lockedAs).toEqual([["pi-agent"], ["quill-agent"]]);
  expect(answer.rules).toEqual([
    { users: ["alice"], commands: ["quill-agent-runner"] },
    { users: ["alice"], commands: ["pi-agent-runner"] },
  ]);
  expect(answer.commands).toEqual(expect.arrayContaining(["pi", "quill"]));
  const [ofPi, ofQuill] = z.array(z.array(z.string())).parse(answer.state);
  expect(ofPi?.filter((rule) => ofQuill?.includes(rule))).toEqual([]);
  expect(ofQuill).toContain("d /var/lib/quill-agent/users/alice 0700 quill-agent quill-agent");
});

it("leaves no name of pi in the scripts of the other", () => {
  const [runner = ""] = z.array(z.string()).parse(answer.scripts);
  expect(runner).toContain("quill-agent");
  expect(runner.match(/.*\bpi-agent\b.*|.*PI_CODING.*/g)).toBeNull();
});

it("is named and classed by diff, whatever the second brings", async () => {
  const { out } = await nixsmith(["diff", "alone/modules", "both/modules", "--format", "json"], { cwd });
  const said = z
    .looseObject({
      findings: z.array(z.looseObject({ rule: z.string(), severity: z.string(), subject: z.string() })),
      unclassified: z.array(z.string()),
    })
    .parse(JSON.parse(out));
  expect(said.unclassified).toEqual([]);
  const subjectsOf = (wanted: string): readonly string[] =>
    said.findings.filter(({ rule }) => rule === wanted).map(({ subject }) => subject);
  expect(subjectsOf("sudo-broadened")).toEqual(["sudo rule"]);
  // What nobody had breaks for nobody.
  expect(said.findings.filter(({ severity }) => severity === "breaking")).toEqual([]);
  expect(subjectsOf("option-added")).toContain("m3ta.quill-agent.enable");
  expect(subjectsOf("script-added")).toContain("nixos/quill-agent/runner.sh");
  // Nothing of what was there goes.
  expect(subjectsOf("refusal-removed")).toEqual([]);
  const added = subjectsOf("agent-limit-added");
  expect(added).toEqual(
    expect.arrayContaining([
      "quill-agent.commandAmbiguous",
      "quill-agent.QUILL_HOME",
      "quill-agent.HOME",
      "quill-agent.drafts",
      "quill-agent.tokens.json",
    ]),
  );
  expect(added.filter((id) => !id.startsWith("quill-agent."))).toEqual([]);
});
