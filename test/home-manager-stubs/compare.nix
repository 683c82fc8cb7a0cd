# The stubs against the modules of a Home Manager checkout.
{
  lib,
  homeManager,
}: let
  hmLib = import (homeManager + "/modules/lib/stdlib-extended.nix") lib;
  pkgs = import ../nixos-stubs/pkgs.nix {inherit lib;};
  modules = map (file: homeManager + "/modules/${file}") [
    "files.nix"
    "home-environment.nix"
    "misc/version.nix"
    "misc/xdg"
    "programs/mcp.nix"
  ];
  real = hmLib.evalModules {
    modules = modules ++ [{_module.check = false;} {_module.args.pkgs = pkgs;}];
  };
in
  import ../nixos-stubs/compare.nix {
    inherit lib;
    stubs =
      (import ./eval.nix {
        inherit lib pkgs;
        modules = [];
      })
      .options;
    real = real.options;
    # Declared elsewhere, or of a type with a name of its own.
    except = ["home.stateVersion" "assertions" "warnings" "meta.maintainers" "home.activation" "home.activation.<name>.data" "home.activation.<name>.after" "home.activation.<name>.before"];
  }
