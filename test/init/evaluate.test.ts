import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { colours } from "../../src/colours.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { run } from "../../src/toolkit/cli/run.js";

async function nixsmith(directory: string, ...args: readonly string[]): Promise<void> {
  const plain = colours(false, {});
  let said = "";
  const say = (text: string): void => {
    said += text;
  };
  const io = {
    out: say,
    err: say,
    cwd: directory,
    env: {},
    colours: { out: plain, err: plain },
    width: 100,
    watched: false,
  };
  if ((await run(args, io)) !== 0) throw new Error(said);
}

/**
 * Both repositories as their flakes make them, with stand-ins for what their inputs would fetch: nixosSystem is the stubs'
 * evaluation, and Home Manager's NixOS module holds what it is given.
 */
const question = (library: string, overlay: string, host: string): string => `let
  lib = import ${library};
  evaluate = modules: import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {inherit lib modules;};
  nixpkgs = {
    lib = lib // {nixosSystem = {modules, ...}: evaluate (modules ++ [surroundings]);};
    legacyPackages = lib.genAttrs ["x86_64-linux" "aarch64-linux"] (_: {writeShellScript = _: text: text;});
  };
  surroundings = {
    options = lib.genAttrs ["boot" "networking" "fileSystems"] (_: lib.mkOption {type = lib.types.raw;});
    config._module.check = false;
  };
  nixsmith = {
    lib.mkFreshnessCheck = {modules, ...}: modules;
    packages = lib.genAttrs ["x86_64-linux" "aarch64-linux"] (_: {nixsmith = {type = "derivation"; outPath = "/nixsmith"; meta.mainProgram = "nixsmith";};});
  };
  homeManager.nixosModules.home-manager.options.home-manager = lib.mkOption {type = lib.types.raw;};
  overlay = (import (/. + ${quoted(join(overlay, "flake.nix"))})).outputs {inherit nixpkgs nixsmith;};
  outputs = (import (/. + ${quoted(join(host, "flake.nix"))})).outputs {
    inherit nixpkgs;
    home-manager = homeManager;
    m3ta-nixpkgs = overlay;
    agents = {outPath = "/agents";};
  };
  system = outputs.nixosConfigurations.athena;
  inherit (system) config;
  home = import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
    inherit lib;
    modules = config.home-manager.sharedModules ++ [
      (removeAttrs (import config.home-manager.users."john.doe" {inputs.agents = null;}) ["home"])
    ];
  };
in {
  overlay = builtins.attrNames overlay;
  regenerate = overlay.apps.x86_64-linux.regenerate.program;
  checks = builtins.attrNames overlay.checks.x86_64-linux;
  inherit (system) failedAssertions warnings;
  users = builtins.attrNames config.m3ta.pi-agent.hostUsers;
  roots = config.m3ta.pi-agent.hostUsers."john.doe".projectRoots;
  hosts = builtins.attrNames outputs.nixosConfigurations;
  homePath = home.config.coding.agents.pi.path;
  homeEnabled = home.config.coding.agents.pi.enable;
}`;

describe("what nixsmith init makes, evaluated by Nix", () => {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-"));
  let answer: Readonly<Record<string, Json>>;
  afterAll(() => rmSync(directory, { recursive: true }));
  beforeAll(async () => {
    await nixsmith(directory, "init", "overlay", "--as", "overlay");
    await nixsmith(directory, "generate", "--out", "overlay/modules");
    await nixsmith(
      directory,
      "init",
      "host",
      "--as",
      "host",
      "--host",
      "athena",
      "--user",
      "john.doe",
      "--root",
      "~/src",
    );
    await nixsmith(directory, "render", "host/hosts/athena.yaml");
    const { path } = await findLibrary();
    const value = await evaluateNix(question(path, join(directory, "overlay"), join(directory, "host")));
    answer = z.record(z.string(), z.json()).parse(value);
  });

  it("the overlay offers both modules, an app that makes them and a check that they are fresh", () => {
    expect(answer.overlay).toEqual(
      expect.arrayContaining(["apps", "checks", "homeManagerModules", "nixosModules"]),
    );
    expect(answer.regenerate).toContain("/nixsmith/bin/nixsmith generate --out modules");
    expect(answer.checks).toEqual(["modules-fresh"]);
  });

  it("the host takes them from the overlay and has nothing to object to", () => {
    expect(answer).toMatchObject({
      hosts: ["athena"],
      failedAssertions: [],
      warnings: [],
      users: ["john.doe"],
      roots: ["~/src"],
    });
  });

  it("the user's home renders pi's configuration", () => {
    expect(answer).toMatchObject({ homeEnabled: true, homePath: ".pi/agent" });
  });
});
