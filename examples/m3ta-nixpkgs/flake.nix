{
  description = "An overlay repository that takes its modules from nixsmith";

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
    inherit (nixpkgs) lib;
    forAllSystems = lib.genAttrs ["x86_64-linux" "aarch64-linux"];
  in {
    # The committed output of `nix run .#regenerate`. By path, it counts once however often it is imported, and conflicts
    # name its files; `disabledModules` knows it by its key.
    nixosModules.pi-agent = {
      key = "m3ta-nixpkgs#nixosModules.pi-agent";
      imports = [./modules/nixos/pi-agent];
    };
    homeManagerModules.pi = {
      key = "m3ta-nixpkgs#homeManagerModules.pi";
      imports = [./modules/home-manager/pi];
    };

    apps = forAllSystems (system: let
      pkgs = nixpkgs.legacyPackages.${system};
      app = program: {
        type = "app";
        inherit program;
      };
    in {
      regenerate = app (toString (pkgs.writeShellScript "regenerate" ''
        exec ${lib.getExe nixsmith.packages.${system}.nixsmith} generate --out modules "$@"
      ''));

      # What the workflows run on a pull request.
      review = app (lib.getExe (nixsmith.lib.mkReview {inherit pkgs;}));
    });

    # Fails with the difference, and the command that mends it, when modules/ is stale: nixsmith.config.ts says what is in it.
    checks = forAllSystems (system: {
      modules-fresh = nixsmith.lib.mkFreshnessCheck {
        pkgs = nixpkgs.legacyPackages.${system};
        root = ./.;
        modules = ./modules;
        regenerate = "nix run .#regenerate";
      };
    });
  };
}
