# The whole of a Home Manager checkout, with the modules given; packages are the stand-ins of the tests.
#
#   (import test/home-manager-stubs/whole.nix { nixpkgs = /path; homeManager = /path; modules = [ … ]; })
#
# Result: what lib.evalModules gives, and failedAssertions as in ../nixos-stubs/eval.nix.
{
  # nixpkgs, or a tree that has nothing but its lib.
  nixpkgs,
  homeManager,
  modules,
  # The NixOS configuration around it; null as in a standalone Home Manager.
  osConfig ? null,
  # Further packages, or places of those, as ../nixos-stubs/pkgs.nix takes them.
  overrides ? {},
}: let
  # An older Nix cannot tell what a path is.
  lib = (import (nixpkgs + "/lib")).extend (_: _:
    if builtins ? readFileType
    then {}
    else {pathIsDirectory = path: builtins.pathExists "${toString path}/.";});
  packages = import ../nixos-stubs/pkgs.nix {
    inherit lib;
    derive = import ../flake/nixpkgs/derive.nix {system = "x86_64-linux";};
    # What Home Manager itself names, whatever a home enables.
    overrides = lib.genAttrs ["gettext" "ncurses" "nix" "glibcLocales" "shared-mime-info" "desktop-file-utils" "man" "emptyDirectory" "sd-switch" "lndir"] (mainProgram: {inherit mainProgram;}) // overrides;
  };
  inherit (packages.formats) json;
  ini = given: json given // {lib.types.atom = lib.types.oneOf [lib.types.bool lib.types.int lib.types.float lib.types.str];};
  pkgs =
    packages
    // {
      path = nixpkgs;
      buildPackages = packages;
      formats = packages.formats // lib.genAttrs ["iniWithGlobalSection" "javaProperties" "keyValue" "toml" "xml"] (_: json) // {inherit ini;};
    };

  withHm = import (homeManager + "/modules/lib/stdlib-extended.nix") lib;
  isOfNixos = module: builtins.isPath module && lib.hasPrefix (toString (nixpkgs + "/nixos")) (toString module);
  user = {
    home = {
      username = lib.mkDefault "alice";
      homeDirectory = lib.mkDefault "/home/alice";
      stateVersion = "26.05";
    };
    # Would take the packages that make it.
    manual.manpages.enable = false;
  };
  result = withHm.evalModules {
    modules =
      [user ./misc.nix]
      ++ modules
      ++ builtins.filter (module: !isOfNixos module) (import (homeManager + "/modules/modules.nix") {
        inherit pkgs;
        lib = withHm;
        useNixpkgsModule = false;
      });
    class = "homeManager";
    specialArgs = {
      inherit osConfig;
      modulesPath = toString (homeManager + "/modules");
    };
  };
in
  result
  // {
    failedAssertions = map (failed: failed.message) (builtins.filter (check: !check.assertion) result.config.assertions);
    inherit (result.config) warnings;
    inherit pkgs;
  }
