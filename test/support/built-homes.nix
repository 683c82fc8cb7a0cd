# Homes as they are on a disk, each below its name in one derivation: `files/` is what Home Manager would link into the
# home, `activate` the steps of an activation, `said.json` warnings, refusals and session variables. Builds run this
# machine's own programs.
{
  lib,
  # A Home Manager checkout, or null for the tests' stand-in.
  homeManager,
  # nixpkgs, where the whole of that checkout is wanted with all of its modules.
  nixpkgs ? null,
  # Each a list of modules.
  homes,
}: let
  overrides = builtins.mapAttrs (_: _: {outPath = "/usr";}) (import ../nixos-stubs/tools.nix);
  pkgs = import ../nixos-stubs/pkgs.nix {
    inherit lib overrides;
    derive = import ../flake/nixpkgs/derive.nix {system = "x86_64-linux";};
  };
  inherit (lib) concatStrings escapeShellArg mapAttrsToList optionalString;

  evaluate = modules:
    if nixpkgs == null
    then import ../home-manager-stubs/eval.nix {inherit homeManager lib modules pkgs;}
    else import ../home-manager-stubs/whole.nix {inherit homeManager modules nixpkgs overrides;};

  place = file: let
    target = escapeShellArg file.target;
  in
    optionalString file.enable (
      if file.recursive
      then ''
        mkdir -p "$out/files/"${target}
        cp -rsn ${file.source}/. "$out/files/"${target}
      ''
      else ''
        mkdir -p "$out/files/$(dirname ${target})"
        ${
          if file.executable == true
          then ''
            cp ${escapeShellArg "${file.source}"} "$out/files/"${target}
            chmod +x "$out/files/"${target}
          ''
          else ''ln -s ${escapeShellArg "${file.source}"} "$out/files/"${target}''
        }
      ''
    );

  build = modules: let
    home = evaluate modules;
    inherit (home.config.home) activation file sessionVariables;
    steps = concatStrings (mapAttrsToList (_: step: step.data) activation);
    said = builtins.toJSON {
      inherit (home) failedAssertions warnings;
      variables = lib.filterAttrs (name: _: lib.hasSuffix "_DIR" name) sessionVariables;
    };
  in
    pkgs.runCommand "home" {
      said = builtins.unsafeDiscardStringContext said;
      steps = optionalString (nixpkgs == null) "set -euo pipefail\nrun() { \"$@\"; }\n${steps}";
      passAsFile = ["said" "steps"];
    } ''
      mkdir -p "$out/files"
      ${concatStrings (mapAttrsToList (_: place) file)}
      cp "$saidPath" "$out/said.json"
      cp "$stepsPath" "$out/activate"
    '';
in
  pkgs.linkFarm "homes" (builtins.mapAttrs (_: build) homes)
