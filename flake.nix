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
    packageFor = pkgs: self.packages.${pkgs.stdenv.hostPlatform.system}.nixsmith;
  in {
    nixosModules = rec {
      pi-agent = import ./modules/nixos/pi-agent;
      default = pi-agent;
    };
    homeManagerModules = rec {
      pi = import ./modules/home-manager/pi;
      default = pi;
    };
    homeModules = self.homeManagerModules;

    lib.mkFreshnessCheck = {
      pkgs,
      modules,
      regenerate ? "nixsmith generate",
    }:
      pkgs.runCommand "nixsmith-modules-fresh" {nativeBuildInputs = [(packageFor pkgs)];} ''
        if ! nixsmith generate --check --out ${modules}; then
          echo ${lib.escapeShellArg "The committed modules are stale; run: ${regenerate}"} >&2
          exit 1
        fi
        touch "$out"
      '';

    packages = forAllSystems (pkgs: rec {
      nixsmith = pkgs.callPackage ./package.nix {};
      default = nixsmith;
    });

    checks = forAllSystems (pkgs: let
      host = lib.nixosSystem {
        inherit (pkgs.stdenv.hostPlatform) system;
        modules = [self.nixosModules.default ./examples/nixos-config/hosts/m3-kratos];
      };
      home = home-manager.lib.homeManagerConfiguration {
        inherit pkgs;
        modules = [
          self.homeManagerModules.default
          {
            coding.agents.pi = {
              enable = true;
              settings.quietStartup = true;
            };
            home = {
              username = "m3tam3re";
              homeDirectory = "/home/m3tam3re";
              stateVersion = "25.11";
            };
          }
        ];
      };
    in {
      modules-fresh = self.lib.mkFreshnessCheck {
        inherit pkgs;
        modules = ./modules;
      };
      nixos-module = pkgs.writeText "m3-kratos-sudoers" host.config.security.sudo.configFile;
      home-manager-module = pkgs.writeText "m3tam3re-files" (builtins.toJSON (builtins.attrNames home.config.home.file));
    });

    formatter = forAllSystems (pkgs: pkgs.alejandra);

    devShells = forAllSystems (pkgs: {
      default = pkgs.mkShell {
        packages = [pkgs.nodejs pkgs.shellcheck pkgs.alejandra pkgs.statix pkgs.deadnix];
      };
    });
  };
}
