# A small `pkgs`: the tools by name and the writers, each on one primitive, `derive`.
#
#   import ./pkgs.nix { inherit lib; }
#   import ./pkgs.nix { inherit lib; overrides.coreutils.outPath = "/usr"; }
#
# overrides: attribute -> { outPath, pname, version, mainProgram, … }, merged over
# tools.nix; a name that is not there becomes a new tool.
# derive: what makes a derivation; see derive-fake.nix for its argument.
{
  lib,
  overrides ? {},
  derive ? import ./derive-fake.nix {inherit lib;},
}: let
  tool = attribute: facts: let
    pname = facts.pname or attribute;
    version = facts.version or "0";
  in
    derive ({
        name = "${pname}-${version}";
        inherit pname version;
        buildCommand = "echo '${pname} is not built here' >&2; exit 1";
        meta = lib.optionalAttrs (facts ? mainProgram) {inherit (facts) mainProgram;};
        passthru = builtins.removeAttrs facts ["outPath" "pname" "version" "mainProgram"];
      }
      // lib.optionalAttrs (facts ? outPath) {inherit (facts) outPath;});

  tools = builtins.mapAttrs tool (lib.recursiveUpdate (import ./tools.nix) overrides);

  pkgs =
    tools
    // import ./writers.nix {inherit lib pkgs derive;}
    // {
      inherit lib;
      system = "x86_64-linux";
      stdenv.hostPlatform = {
        system = "x86_64-linux";
        isLinux = true;
        isDarwin = false;
      };
      formats = import ./formats.nix {inherit lib pkgs;};
      callPackage = path: given: let
        f = lib.toFunction (
          if lib.isFunction path
          then path
          else import path
        );
      in
        f (builtins.intersectAttrs (lib.functionArgs f) pkgs // given);
    };
in
  pkgs
