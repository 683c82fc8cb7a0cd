import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { resultOf } from "./hosts.js";

/** The module as the project's flake gives it, and as the example of an overlay does; `…Path` is the file itself. */
const flakes = (library: string): string => `let
  lib = import ${library};
  flake = file: let
    inherit (import (/. + file)) outputs;
  in
    outputs (lib.genAttrs (builtins.attrNames (lib.functionArgs outputs)) (_: {inherit lib;}));
  ours = flake ${quoted(join(packageRoot, "flake.nix"))};
  overlay = flake ${quoted(join(packageRoot, "examples/m3ta-nixpkgs/flake.nix"))};
  path = /. + ${quoted(join(packageRoot, "modules/nixos/pi-agent"))};
  guide = /. + ${quoted(join(packageRoot, "examples/nixos-config/hosts/m3-kratos/pi-agent.nix"))};
  host = modules: import (/. + ${quoted(join(packageRoot, "test/nixos-stubs/eval.nix"))}) {
    inherit lib;
    modules = modules ++ [{users.users.m3tam3re = {isNormalUser = true; home = "/home/m3tam3re";};}];
  };
  facts = modules: let
    inherit (host (modules ++ [guide])) config failedAssertions;
  in {
    inherit failedAssertions;
    rules = builtins.length config.security.sudo.extraRules;
    inherit (config.systemd.services."pi-agent-") serviceConfig;
    packages = builtins.length config.environment.systemPackages;
  };
  disabled = modules: disabledModules: (host (modules ++ [{inherit disabledModules;}])).options ? m3ta;
in `;

const questions = {
  once: "facts [path]",
  "the flake's module twice": "facts [ours.nixosModules.default ours.nixosModules.pi-agent]",
  "the flake's module and its file": "facts [ours.nixosModules.pi-agent path]",
  "by two modules that import it":
    "facts [{imports = [ours.nixosModules.pi-agent];} {imports = [ours.nixosModules.default];}]",
  "not disabled": "disabled [ours.nixosModules.pi-agent] []",
  "the flake's module": "disabled [ours.nixosModules.pi-agent] [ours.nixosModules.pi-agent]",
  "the default": "disabled [ours.nixosModules.pi-agent] [ours.nixosModules.default]",
  "the file": "disabled [ours.nixosModules.pi-agent] [path]",
  "the overlay's module":
    "disabled [(overlay.nixosModules.pi-agent // {imports = [path];})] [overlay.nixosModules.pi-agent]",
  conflict:
    '(host [ours.nixosModules.pi-agent guide {systemd.services."pi-agent-".overrideStrategy = "asDropinIfExists";}]).config.systemd.services."pi-agent-".overrideStrategy',
  "in Home Manager": '(lib.evalModules {class = "homeManager"; modules = [path];}).options',
  "of Home Manager": '(lib.evalModules {class = "nixos"; modules = [ours.homeManagerModules.pi];}).options',
} as const;

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const { path } = await findLibrary();
  outcomes = await evaluateMany(
    Object.fromEntries(
      Object.entries(questions).map(([name, question]) => [name, `${flakes(path)} ${question}`]),
    ),
  );
});

const errorOf = (name: keyof typeof questions): string => {
  const outcome = outcomes[name];
  return outcome?.ok === false ? outcome.error.message : "it was accepted";
};

describe("the flake's module", () => {
  it.each(["the flake's module twice", "the flake's module and its file", "by two modules that import it"])(
    "counts once: %s",
    (name) => {
      expect(resultOf(outcomes[name])).toEqual(resultOf(outcomes.once));
    },
  );

  it.each(["the flake's module", "the default", "the file", "the overlay's module"])(
    "can be disabled by %s",
    (name) => {
      expect(resultOf(outcomes["not disabled"])).toBe(true);
      expect(resultOf(outcomes[name])).toBe(false);
    },
  );

  it("is named by its file where definitions conflict", () => {
    expect(errorOf("conflict")).toContain(join(packageRoot, "modules/nixos/pi-agent"));
  });

  it("is refused where modules of another kind are evaluated", () => {
    expect(errorOf("in Home Manager")).toContain("modules/nixos/pi-agent");
    expect(errorOf("of Home Manager")).toMatch(/homeManager/);
  });
});
