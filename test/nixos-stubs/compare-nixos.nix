# The stubs against NixOS' own modules, of a nixpkgs tree that has them.
{
  lib,
  nixpkgs,
}: let
  pkgs = import ./pkgs.nix {inherit lib;};
  modules = map (file: nixpkgs + "/nixos/modules/${file}") [
    "config/nix.nix"
    "config/system-path.nix"
    "config/users-groups.nix"
    "misc/assertions.nix"
    "misc/meta.nix"
    "misc/version.nix"
    "security/sudo-rs.nix"
    "security/sudo.nix"
    "security/wrappers/default.nix"
    "services/system/nix-daemon.nix"
    "system/activation/activation-script.nix"
    "system/boot/systemd.nix"
    "system/boot/systemd/tmpfiles.nix"
    "system/etc/etc.nix"
    "tasks/network-interfaces.nix"
  ];
  nixos = lib.evalModules {
    modules =
      modules
      ++ [
        ({config, ...}: {
          _module.check = false;
          _module.args = {
            inherit pkgs;
            utils = import (nixpkgs + "/nixos/lib/utils.nix") {inherit lib pkgs config;};
          };
        })
      ];
    specialArgs.modulesPath = toString (nixpkgs + "/nixos/modules");
  };
in
  import ./compare.nix {
    inherit lib;
    stubs =
      (import ./eval.nix {
        inherit lib pkgs;
        modules = [];
      })
      .options;
    real = nixos.options;
    # Types of NixOS' own that a stub has no use for.
    except = ["meta.maintainers" "nix.settings" "system.activationScripts"];
  }
