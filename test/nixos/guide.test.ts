import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";

const at = (path: string): string => join(packageRoot, path);

/** Everything that the guide promises of its host, out of the emitted modules and the guide's own text. */
const question = (lib: string): string => `let
  lib = import ${lib};
  host = import ${at("test/nixos-stubs/eval.nix")} {
    inherit lib;
    modules = [
      ${at("modules/nixos/pi-agent")}
      ${at("examples/nixos-config/hosts/m3-kratos/pi-agent.nix")}
      {users.users.m3tam3re = {isNormalUser = true; home = "/home/m3tam3re";};}
    ];
  };
  home = osConfig: import ${at("test/home-manager-stubs/eval.nix")} {
    inherit lib osConfig;
    modules = [${at("modules/home-manager/pi")} {coding.agents.pi.enable = true;}];
  };
  inherit (host) config options pkgs;
  runtime = import ${at("modules/nixos/pi-agent/runtime.nix")} {inherit config lib options pkgs;};
  names = map lib.getName;
in {
  inherit (host) failedAssertions warnings;
  rules = builtins.filter (rule: builtins.elem "m3tam3re" rule.users) config.security.sudo.extraRules;
  sudoers = config.security.sudo.configFile;
  runner = lib.getExe runtime.runner;
  user = {inherit (config.users.users.pi-agent) isSystemUser group home;};
  groups = builtins.attrNames config.users.groups;
  state = config.systemd.tmpfiles.rules;
  command = map lib.getExe config.environment.systemPackages;
  packages = names config.environment.systemPackages;
  homePackages = names (home config).config.home.packages;
  standalonePackages = names (home null).config.home.packages;
  settings = runtime.managedSettings.text;
  environment = runtime.environmentFile.text;
  runnerText = runtime.runner.text;
}`;

let answer: Readonly<Record<string, Json>>;
beforeAll(async () => {
  const { path } = await findLibrary();
  answer = z.record(z.string(), z.json()).parse(await evaluateNix(question(path)));
});

describe("the guide's host, set as the guide sets it", () => {
  it("has nothing to object to", () => {
    expect([answer.failedAssertions, answer.warnings]).toEqual([[], []]);
  });

  it("lets m3tam3re run one store path without arguments and without a password, and nothing broader", () => {
    expect(answer.rules).toEqual([
      expect.objectContaining({
        users: ["m3tam3re"],
        groups: [],
        runAs: "root",
        commands: [expect.objectContaining({ command: `${answer.runner} ""`, options: ["NOPASSWD"] })],
      }),
    ]);
    expect(answer.runner).toMatch(/^\/nix\/store\/[a-z0-9]{32}-pi-agent-runner\/bin\/pi-agent-runner$/);
    const lines = String(answer.sudoers)
      .split("\n")
      .filter((line) => line.includes("m3tam3re"));
    expect(lines).toHaveLength(1);
    expect(String(answer.sudoers)).not.toContain("NOPASSWD: ALL");
  });

  it("has the agent's user and group, and its state directory by tmpfiles", () => {
    expect(answer.user).toEqual({ isSystemUser: true, group: "pi-agent", home: "/var/lib/pi-agent" });
    expect(answer.groups).toContain("pi-agent");
    expect(answer.state).toEqual(
      expect.arrayContaining([
        "d /var/lib/pi-agent 0700 root pi-agent",
        "d /var/lib/pi-agent/users/m3tam3re 0700 pi-agent pi-agent",
      ]),
    );
  });

  it("has pi on PATH from the wrapper, and not from the direct package", () => {
    const commands = z.array(z.string()).parse(answer.command);
    expect(commands.filter((command) => command.endsWith("/bin/pi"))).toEqual([
      expect.stringMatching(/-pi-agent-wrapper\/bin\/pi$/),
    ]);
    expect(answer.packages).not.toContain("pi-coding-agent");
    expect(answer.homePackages).not.toContain("pi-coding-agent");
    expect(answer.standalonePackages).toContain("pi-coding-agent");
  });

  it("writes the settings JSON with the three keys and no other", () => {
    expect(JSON.parse(String(answer.settings))).toEqual({
      defaultProvider: "anthropic",
      defaultModel: "anthropic/claude-sonnet-4",
      quietStartup: true,
    });
  });

  it("sets PI_TELEMETRY=0, and reads the environment file after it", () => {
    expect(answer.environment).toBe('PI_TELEMETRY="0"\n');
    expect(String(answer.runnerText)).toMatch(
      /environmentFiles=\(\S*\/nix\/store\/[a-z0-9]{32}-pi-agent\.env'? '?\/run\/secrets\/pi-agent\.env'?\)/,
    );
  });
});
