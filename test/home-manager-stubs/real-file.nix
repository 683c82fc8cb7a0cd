# home.file with the type of a real Home Manager checkout (its modules/lib/file-type.nix).
homeManager: {
  config,
  lib,
  pkgs,
  ...
}: let
  inherit (config.home) homeDirectory;
  inherit (import (homeManager + "/modules/lib/file-type.nix") {inherit homeDirectory lib pkgs;}) fileType;
in {
  options.home.file = lib.mkOption {
    type = fileType "home.file" "{env}`HOME`" homeDirectory;
    default = {};
  };
}
