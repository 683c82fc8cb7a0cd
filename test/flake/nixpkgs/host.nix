# What hosts of the examples set beyond the stubs.
{lib, ...}: let
  any = lib.mkOption {
    type = lib.types.anything;
    default = {};
  };
in {
  options = {
    boot = any;
    fileSystems = any;
    nixpkgs = any;
  };
}
