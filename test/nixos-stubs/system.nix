# assertions and warnings, meta, nix.settings, and what a module asks about the system.
{
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkOption types;
  inherit (types) attrsOf bool either float int listOf oneOf package path str;
  atom = types.nullOr (oneOf [bool int float str path package]);
in {
  options = {
    assertions = mkOption {
      type = listOf types.unspecified;
      internal = true;
      default = [];
    };
    warnings = mkOption {
      type = listOf str;
      internal = true;
      default = [];
    };
    meta.maintainers = mkOption {
      type = listOf types.unspecified;
      internal = true;
      default = [];
    };
    nix.enable = mkOption {
      type = bool;
      default = true;
    };
    nix.package = mkOption {
      type = package;
      default = pkgs.nix;
    };
    nix.settings = mkOption {
      type = types.submodule {
        freeformType = attrsOf (either atom (listOf atom));
        options = {
          trusted-users = mkOption {
            type = listOf str;
            default = ["root"];
          };
          sandbox = mkOption {
            type = either bool (types.enum ["relaxed"]);
            default = true;
          };
          allowed-users = mkOption {
            type = listOf str;
            default = ["*"];
          };
        };
      };
      default = {};
    };
    networking.hostName = mkOption {
      type = types.strMatching "^$|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$";
      default = "nixos";
    };
    system.stateVersion = mkOption {
      type = str;
      default = "25.05";
    };
    system.activationScripts = mkOption {
      type = attrsOf types.unspecified;
      default = {};
    };
  };
}
