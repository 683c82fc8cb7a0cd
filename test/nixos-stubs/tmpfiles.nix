# systemd.tmpfiles (nixos/modules/system/boot/systemd/tmpfiles.nix).
{lib, ...}: let
  inherit (lib) mkOption types;
  field = default:
    mkOption {
      type = types.str;
      inherit default;
    };
  entry = {name, ...}: {
    options = {
      type = field name;
      mode = field "-";
      user = field "-";
      group = field "-";
      age = field "-";
      argument = field "";
    };
  };
in {
  options.systemd.tmpfiles = {
    rules = mkOption {
      type = types.listOf types.str;
      default = [];
    };
    settings = mkOption {
      type = types.attrsOf (types.attrsOf (types.attrsOf (types.submodule entry)));
      default = {};
    };
    packages = mkOption {
      type = types.listOf types.package;
      default = [];
      apply = map lib.getLib;
    };
  };
}
