# Stands in for the flake of Home Manager, with the stubs that the test has put beside this file.
{
  inputs.nixpkgs.url = "path:/nowhere";

  outputs = _: {
    lib.homeManagerConfiguration = {
      pkgs,
      modules,
    }: let
      home = import ./home-manager-stubs/eval.nix {
        inherit modules pkgs;
        inherit (pkgs) lib;
      };
      files = builtins.mapAttrs (_: file: file.target) home.config.home.file;
    in {
      inherit (home) config;
      activationPackage =
        if home.failedAssertions == []
        then pkgs.writeText "home" (builtins.toJSON files)
        else throw (builtins.concatStringsSep "\n" home.failedAssertions);
    };
  };
}
