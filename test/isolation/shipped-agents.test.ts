import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";

// The agents that nixsmith brings, all on one host.

const accounts = ["pi-agent", "opencode-agent", "claude-code-agent"];
const settings = {
  "pi-agent": "{quietStartup = true;}",
  "opencode-agent":
    '{permission = [{bash = [{"*" = "ask";} {"git *" = "allow";} {"git push *" = "deny";}];}];}',
  "claude-code-agent": '{permissions.deny = ["Read(./.env)"];}',
};

const answerOf = z.object({
  failedAssertions: z.array(z.string()),
  wrong: z.record(z.string(), z.boolean()),
  commands: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  policies: z.record(z.string(), z.json()),
  launchers: z.record(z.string(), z.string()),
});

let cwd: string;
let answer: z.infer<typeof answerOf>;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-shipped-"));
  writeFileSync(
    join(cwd, "nixsmith.config.json"),
    JSON.stringify({ programs: ["pi", "opencode", "claude-code"] }),
  );
  expect(await nixsmith(["generate"], { cwd })).toMatchObject({ status: 0 });
  answer = answerOf.parse(await evaluateNix(question((await findLibrary()).path)));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const question = (lib: string): string => `let
  lib = import ${lib};
  modules = ${join(cwd, "modules/nixos")};
  accounts = [${accounts.map((name) => `"${name}"`).join(" ")}];
  settings = {${Object.entries(settings)
    .map(([name, value]) => `${name} = ${value};`)
    .join(" ")}};
  hostWith = settings: import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {
    inherit lib;
    overrides = {
      opencode.mainProgram = "opencode";
      claude-code.mainProgram = "claude";
    };
    modules =
      map (name: modules + "/\${name}") accounts
      ++ [
        {
          users.users.alice = {
            isNormalUser = true;
            home = "/home/alice";
          };
          m3ta = lib.genAttrs accounts (name: {
            enable = true;
            hostUsers.alice.projectRoots = ["~/p"];
            settings = settings.\${name} or {};
          });
        }
      ];
  };
  host = hostWith settings;
  inherit (host) config options pkgs;
  runtime = name: import (modules + "/\${name}/runtime.nix") {inherit config lib options pkgs;};
  each = lib.genAttrs accounts;
in {
  inherit (host) failedAssertions;
  # A setting that no program takes.
  wrong = each (name: (builtins.tryEval (builtins.deepSeq (hostWith {\${name} = {model = {a = [];}; quietStartup = "maybe";};}).config.m3ta.\${name}.settings true)).success);
  commands = map (package: package.meta.mainProgram) config.environment.systemPackages;
  settings = each (name: (runtime name).managedSettings.text);
  policies = each (name: builtins.removeAttrs config.systemd.services."\${name}-".serviceConfig ["User" "Group"]);
  launchers = each (name: (runtime name).runner.text);
}`;

it("are taken by one host, each by a command of its own", () => {
  expect(answer.failedAssertions).toEqual([]);
  expect(answer.commands).toEqual(expect.arrayContaining(["pi", "opencode", "claude"]));
});

it("refuse what their program does not take", () => {
  expect(answer.wrong).toEqual(Object.fromEntries(accounts.map((name) => [name, false])));
});

it("have what is set, in its order where that counts", () => {
  const written = Object.fromEntries(
    Object.entries(answer.settings).map(([name, text]) => [name, JSON.stringify(JSON.parse(text))]),
  );
  expect(written).toEqual({
    "pi-agent": '{"quietStartup":true}',
    "opencode-agent": '{"permission":{"bash":{"*":"ask","git *":"allow","git push *":"deny"}}}',
    "claude-code-agent": '{"permissions":{"deny":["Read(./.env)"]}}',
  });
});

it("are confined by one policy, in which only names differ", () => {
  const [ofPi, ...others] = accounts.map((name) =>
    JSON.stringify(answer.policies[name]).replaceAll(name, "AGENT"),
  );
  for (const policy of others) expect(policy).toBe(ofPi);
});

it("say nothing of each other", () => {
  for (const [name, text] of Object.entries(answer.launchers)) {
    expect(text).toContain(name);
    expect(accounts.filter((other) => other !== name && text.includes(other))).toEqual([]);
  }
});
