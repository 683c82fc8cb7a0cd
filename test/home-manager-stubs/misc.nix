# What Home Manager imports of NixOS by its path, for a library that comes without the rest of nixpkgs.
{lib, ...}: let
  inherit (lib) types;
  listOf = type:
    lib.mkOption {
      type = types.listOf type;
      default = [];
    };
in {
  options = {
    assertions = listOf types.unspecified;
    warnings = listOf types.str;
    meta = {
      maintainers = listOf types.attrs;
      teams = listOf types.attrs;
      doc = lib.mkOption {type = types.raw;};
    };
  };
}
