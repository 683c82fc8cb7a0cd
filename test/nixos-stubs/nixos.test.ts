import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { type Case, library, scope, testCases } from "./support.js";

const anyone = "users.users.a.isNormalUser = true;";
const cases: readonly Case[] = [
  [
    "a normal user gets what NixOS gives one",
    {
      given: `let user = (configOf { ${anyone} }).users.users.a; in [user.name user.home user.group user.createHome]`,
      want: { value: ["a", "/home/a", "users", true] },
    },
  ],
  [
    "a user is normal or system",
    {
      given: `(nixos { users.users.a.group = "users"; }).failedAssertions`,
      want: {
        value: ["Exactly one of users.users.a.isSystemUser and users.users.a.isNormalUser must be set."],
      },
    },
  ],
  [
    "a user name has 31 characters at most",
    {
      given: `(configOf { users.users.\${lib.concatStrings (lib.replicate 32 "a")} = {}; }).users.users`,
      want: { error: "is longer than 31 characters" },
    },
  ],
  [
    "groups know their members",
    {
      given: `(configOf { ${anyone} users.users.a.extraGroups = ["g"]; users.groups.g = {}; }).users.groups.g.members`,
      want: { value: ["a"] },
    },
  ],
  [
    "a sudo rule is written as it stands",
    {
      given: `lib.last (lib.init (sudoers { security.sudo.extraRules = [{ users = ["a"]; commands = [{ command = "/x,y"; options = ["NOPASSWD" "NOSETENV"]; }]; }]; }))`,
      want: { value: "a     ALL=(ALL:ALL)    NOPASSWD:NOSETENV: /x,y" },
    },
  ],
  [
    "a sudo rule with an unknown tag",
    {
      given: `sudoers { security.sudo.extraRules = [{ users = ["a"]; commands = [{ command = "/x"; options = ["nopasswd"]; }]; }]; }`,
      want: { error: "is not of type `one of" },
    },
  ],
  [
    "a sudo rule without users hides its mistake, as in NixOS",
    {
      given: `lib.length (sudoers { security.sudo.extraRules = [{ commands = [{ command = "/x"; options = ["nopasswd"]; }]; }]; })`,
      want: { value: 3 },
    },
  ],
  [
    "sudo-rs replaces sudo",
    {
      given: `let inherit ((configOf { security.sudo-rs.enable = true; }).security) sudo sudo-rs; in [sudo.enable sudo-rs.configFile]`,
      want: { value: [false, "root     ALL=(ALL:ALL)     ALL\n%wheel  ALL=(ALL:ALL)     ALL\n"] },
    },
  ],
  [
    "sudo beside sudo-rs",
    {
      given: `(nixos { security.sudo-rs.enable = true; security.sudo.enable = true; }).failedAssertions`,
      want: { value: ["`security.sudo` and `security.sudo-rs` cannot both be enabled"] },
    },
  ],
  [
    "lists of a unit add up",
    {
      given: `(configOf { imports = [{ systemd.services.s.serviceConfig.BindPaths = "/b"; }]; systemd.services.s.serviceConfig.BindPaths = ["/a"]; }).systemd.services.s.serviceConfig`,
      want: { value: { BindPaths: ["/a", "/b"] } },
    },
  ],
  [
    "a service type that systemd has not",
    {
      given: `(configOf { systemd.services.s.serviceConfig.Type = "once"; }).systemd.services.s.serviceConfig`,
      want: { error: "A definition for option `systemd.services.s.serviceConfig' is not of type" },
    },
  ],
  [
    "a unit name without its kind",
    {
      given: `(configOf { systemd.services.s.after = ["network"]; }).systemd.services.s.after`,
      want: { error: "is not of type `string matching the pattern" },
    },
  ],
  [
    "a tmpfiles entry takes its type from its name",
    {
      given: `(configOf { systemd.tmpfiles.settings."10-a"."/a".d.mode = "0700"; }).systemd.tmpfiles.settings."10-a"."/a".d`,
      want: { value: { type: "d", mode: "0700", user: "-", group: "-", age: "-", argument: "" } },
    },
  ],
  [
    "a file below /etc",
    {
      given: `let file = (configOf { environment.etc."a/b".text = "x"; }).environment.etc."a/b"; in [file.source.text file.source.name file.target]`,
      want: { value: ["x", "etc-a-b", "a/b"] },
    },
  ],
  [
    "the comparison below sees a difference",
    {
      given: `let option = type: default: { inherit ((lib.evalModules { modules = [{ options.a = lib.mkOption { inherit type default; }; }]; }).options) a; }; in import (stubs + "/nixos-stubs/compare.nix") { inherit lib; stubs = option lib.types.str "x"; real = option lib.types.int 1; except = []; }`,
      want: { value: ["a is a signed integer, not a string", 'a is 1 by default, not "x"'] },
    },
  ],
];

testCases(cases);

// The stubs hold no type of their own making: where NixOS' modules are at hand, they are compared.
const nixpkgs = dirname(library.path);
if (existsSync(join(nixpkgs, "nixos/modules"))) {
  test("the stubs are what NixOS declares", async () => {
    const given = `import (stubs + "/nixos-stubs/compare-nixos.nix") { inherit lib; nixpkgs = ${quoted(nixpkgs)}; }`;
    expect(await evaluateNix(scope + given)).toEqual([]);
  });
}
