{
  description = "Generates the pi agent's Nix modules from one typed schema, and proves them with the real Nix";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    home-manager = {
      url = "github:nix-community/home-manager";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs = {
    self,
    nixpkgs,
    home-manager,
  }: let
    inherit (nixpkgs) lib;
    forAllSystems = f: lib.genAttrs ["x86_64-linux" "aarch64-linux"] (system: f nixpkgs.legacyPackages.${system});
  in {
    # Modules are taken by path, so that one that is imported twice counts once and a conflict names its file; the key is
    # what `disabledModules = [nixsmith.nixosModules.pi-agent]` knows it by.
    nixosModules = rec {
      pi-agent = {
        _class = "nixos";
        key = "nixsmith#nixosModules.pi-agent";
        imports = [./modules/nixos/pi-agent];
      };
      default = pi-agent;
    };
    homeManagerModules = rec {
      pi = {
        _class = "homeManager";
        key = "nixsmith#homeManagerModules.pi";
        imports = [./modules/home-manager/pi];
      };
      default = pi;
    };
    homeModules = self.homeManagerModules;

    lib = import ./nix/lib.nix {inherit lib self;};

    packages = forAllSystems (pkgs: rec {
      nixsmith = pkgs.callPackage ./package.nix {};
      default = nixsmith;
    });

    # `nix run .#generate` mends what the check `modules-fresh` finds.
    apps = forAllSystems (pkgs: {
      generate = {
        type = "app";
        program = "${pkgs.writeShellScript "generate" ''
          exec ${lib.getExe self.packages.${pkgs.stdenv.hostPlatform.system}.nixsmith} generate "$@"
        ''}";
      };
    });

    checks = forAllSystems (pkgs: import ./nix/checks.nix {inherit home-manager lib pkgs self;});

    formatter = forAllSystems (pkgs: pkgs.alejandra);

    devShells = forAllSystems (pkgs: {
      default = pkgs.mkShell {
        packages = [pkgs.nodejs pkgs.shellcheck pkgs.alejandra pkgs.statix pkgs.deadnix];
      };
    });
  };
}
