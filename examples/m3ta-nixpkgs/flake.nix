{
  description = "An overlay repository that takes its pi modules from nixsmith";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    nixsmith = {
      url = "github:m3tam3re/nixsmith";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs = {
    nixpkgs,
    nixsmith,
    ...
  }: let
    forAllSystems = nixpkgs.lib.genAttrs ["x86_64-linux" "aarch64-linux"];
  in {
    # The committed output of `nix run .#regenerate`.
    nixosModules.pi-agent = import ./modules/nixos/pi-agent;
    homeManagerModules.pi = import ./modules/home-manager/pi;

    apps = forAllSystems (system: {
      regenerate = {
        type = "app";
        program = toString (nixpkgs.legacyPackages.${system}.writeShellScript "regenerate" ''
          exec ${nixpkgs.lib.getExe nixsmith.packages.${system}.nixsmith} generate --out modules "$@"
        '');
      };
    });

    # Fails with the difference, and the command that mends it, when modules/ is stale.
    checks = forAllSystems (system: {
      modules-fresh = nixsmith.lib.mkFreshnessCheck {
        pkgs = nixpkgs.legacyPackages.${system};
        modules = ./modules;
        regenerate = "nix run .#regenerate";
      };
    });
  };
}
