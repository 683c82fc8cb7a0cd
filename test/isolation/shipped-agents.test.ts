import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { isolatedAmong } from "../../src/compiler/program/types.js";
import { providers } from "../../src/isolation/egress/providers.js";
import { readHostFile } from "../../src/isolation/host/load.js";
import { hostOptions } from "../../src/isolation/options/host.js";
import { preview } from "../../src/isolation/preview/preview.js";
import { render } from "../../src/isolation/render/render.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { pi } from "../support/pi.js";

// The agents that nixsmith brings, all on one host.

const options = hostOptions(isolatedAmong([pi, opencode, claude]));
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
  outside: z.record(z.string(), z.string()),
  watched: z.record(z.string(), z.array(z.string())),
  tmpfiles: z.array(z.string()),
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
  hostWith = hostOf {};
  hostOf = more: settings: import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {
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
          m3ta = lib.genAttrs accounts (name: more // {
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
  proxied = hostOf {
    network.mode = "proxy";
    credentials.anthropic.file = "/run/secrets/anthropic";
  } settings;
  proxiedRuntime = name: import (modules + "/\${name}/runtime.nix") {
    inherit (proxied) config options pkgs;
    inherit lib;
  };
in {
  inherit (host) failedAssertions;
  # A setting that no program takes.
  wrong = each (name: (builtins.tryEval (builtins.deepSeq (hostWith {\${name} = {model = {a = [];}; quietStartup = "maybe";};}).config.m3ta.\${name}.settings true)).success);
  commands = map (package: package.meta.mainProgram) config.environment.systemPackages;
  settings = each (name: (runtime name).managedSettings.text);
  policies = each (name: builtins.removeAttrs config.systemd.services."\${name}-".serviceConfig ["User" "Group"]);
  launchers = each (name: (runtime name).runner.text);
  outside = each (name: (proxiedRuntime name).managedSettings.text);
  watched = each (name: (proxiedRuntime name).egress.variables);
  tmpfiles = config.systemd.tmpfiles.rules;
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

it("are led to a provider by what wins: Claude Code by its settings, whose variables win over the environment's", () => {
  const host = (name: string) => `
users.users: {alice: {isNormalUser: true}}
m3ta.${name}:
  enable: true
  hostUsers: {alice: {projectRoots: ["~/p"]}}
  network: {mode: proxy}
  credentials: {anthropic: {file: /run/secrets/anthropic}}
`;
  const base = "http://127.0.0.1:3128/anthropic";
  const expected = {
    "pi-agent": {},
    "opencode-agent": {
      provider: { anthropic: { options: { baseURL: `${base}/v1`, apiKey: "kept-outside" } } },
    },
    "claude-code-agent": { env: { ANTHROPIC_BASE_URL: base, ANTHROPIC_API_KEY: "kept-outside" } },
  };
  for (const [name, led] of Object.entries(expected)) {
    const [agent] = render(readHostFile(host(name), "host.yaml", options)).agents;
    expect(JSON.parse(agent?.settings ?? "")).toEqual(led);
    expect(JSON.parse(answer.outside[name] ?? "")).toMatchObject(led);
  }
});

it("warn of every variable in which one of them takes a credential whose key is outside", () => {
  const agents = isolatedAmong([pi, opencode, claude]).map(({ agent }) => agent.outside?.credentials ?? {});
  const own = agents.flatMap((credentials) => [
    ...(credentials.anthropic ?? []),
    ...(credentials["*"] ?? []),
  ]);
  const all = [...(providers.anthropic?.variables ?? []), ...own];
  expect(all).toEqual(expect.arrayContaining(["OPENCODE_AUTH_CONTENT", "CLAUDE_CODE_OAUTH_TOKEN"]));
  for (const name of accounts) expect([...(answer.watched[name] ?? [])].sort()).toEqual([...all].sort());
});

it("have a place for the managed settings where their program reads them from the system", async () => {
  const place = "/etc/claude-code/managed-settings.d";
  expect(answer.tmpfiles.filter((rule) => rule.includes(" /etc"))).toEqual([`d ${place} 0755 root root`]);
  expect(answer.launchers["claude-code-agent"]).toContain(`settingsDirectory=${place}`);
  const each = accounts.map(
    (name) => `m3ta.${name}: {enable: true, hostUsers: {alice: {projectRoots: ["~/p"]}}}`,
  );
  const users = "users.users: {alice: {isNormalUser: true}}";
  const file = readHostFile([users, ...each].join("\n"), "host.yaml", options);
  const { agents } = await preview(file, render(file));
  const listed = agents.map(({ users: [user] }) => JSON.stringify(user?.sees).includes(place));
  expect(listed).toEqual([false, false, true]);
});
