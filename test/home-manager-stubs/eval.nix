# A Home Manager configuration of the stubs and the given modules.
#
#   (import test/home-manager-stubs/eval.nix { inherit lib; modules = [ ./modules/home-manager/pi { … } ]; })
#
# Result: what lib.evalModules gives, and failedAssertions, warnings, pkgs as in
# ../nixos-stubs/eval.nix. The user is alice of /home/alice unless a module says otherwise.
{
  lib,
  modules,
  # A Home Manager checkout: its own lib.hm, home.file and programs.mcp types are used then.
  homeManager ? null,
  overrides ? {},
  pkgs ? import ../nixos-stubs/pkgs.nix {inherit lib overrides;},
  # The NixOS configuration around it; null as in a standalone Home Manager.
  osConfig ? null,
  specialArgs ? {},
}: let
  withHm =
    if homeManager == null
    then lib.extend (final: _: {hm = import ./hm-lib.nix {lib = final;};})
    else import (homeManager + "/modules/lib/stdlib-extended.nix") lib;
  homeFile =
    if homeManager == null
    then ./file.nix
    else import ./real-file.nix homeManager;
  user = {
    home.username = lib.mkDefault "alice";
    home.homeDirectory = lib.mkDefault "/home/alice";
  };
in
  import ../nixos-stubs/eval.nix {
    lib = withHm;
    inherit pkgs;
    stubs = ./default.nix;
    class = "homeManager";
    modules = [homeFile user] ++ modules;
    specialArgs = {inherit osConfig;} // specialArgs;
  }
