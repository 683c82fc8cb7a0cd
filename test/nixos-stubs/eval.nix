# A NixOS configuration of the stubs and the given modules.
#
#   (import test/nixos-stubs/eval.nix { inherit lib; modules = [ ./modules/nixos/pi-agent { … } ]; })
#
# Result: what lib.evalModules gives, and
#   failedAssertions  messages of the assertions that do not hold
#   warnings          as in config.warnings
#   pkgs              the packages used
{
  lib,
  modules,
  # Names for pkgs.nix: attribute -> { outPath, version, … }.
  overrides ? {},
  pkgs ? import ./pkgs.nix {inherit lib overrides;},
  stubs ? ./default.nix,
  class ? "nixos",
  specialArgs ? {},
}: let
  result = lib.evalModules {
    modules = [stubs {_module.args.pkgs = lib.mkDefault pkgs;}] ++ modules;
    inherit class specialArgs;
  };
  failed = builtins.filter (a: !a.assertion) result.config.assertions;
in
  result
  // {
    failedAssertions = map (a: a.message) failed;
    inherit (result.config) warnings;
    inherit pkgs;
  }
