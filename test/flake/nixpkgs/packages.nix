{
  lib,
  system,
}: let
  here = import ./machine.nix;
  derive = import ./derive.nix {inherit system;};
  # Programs are this machine's; of those that it need not have nothing but the name is wanted.
  overrides =
    lib.mapAttrs (_: _: {outPath = "/usr";}) (import ./nixos-stubs/tools.nix)
    // lib.genAttrs ["alejandra" "curl" "deadnix" "statix" "shellcheck"] (_: {})
    // {
      nodejs = {
        outPath = here.node;
        mainProgram = "node";
      };
      typescript.outPath = here.typescript;
    };
  pkgs = import ./nixos-stubs/pkgs.nix {inherit derive lib overrides;};
in
  pkgs
  // rec {
    stdenv.hostPlatform.system = system;

    stdenvNoCC.mkDerivation = {
      name ? "${pname}-${version}",
      pname ? null,
      version ? null,
      src,
      nativeBuildInputs,
      buildPhase,
      installPhase,
      meta ? {},
      outputHash ? null,
      outputHashMode ? null,
      ...
    }:
      derive {
        inherit meta name;
        env = {inherit nativeBuildInputs src;} // lib.optionalAttrs (outputHash != null) {inherit outputHash outputHashMode;};
        buildCommand = ''
          for input in $nativeBuildInputs; do PATH=$input/bin:$PATH; done
          makeWrapper() { # PROGRAM FILE --add-flags FLAGS
            mkdir -p "$(dirname "$2")"
            printf '#!/bin/sh\nexec %s %s "$@"\n' "$1" "$4" >"$2"
            chmod +x "$2"
          }
          cp -R "$src" source
          chmod -R u+w source
          cd source
          ${buildPhase}
          ${installPhase}
        '';
      };
    mkShell = {packages}:
      derive {
        name = "shell";
        env = {inherit packages;};
        buildCommand = ": >\"$out\"";
      };
    runCommand = name: env: command:
      derive {
        inherit env name;
        buildCommand = ''
          for input in ''${nativeBuildInputs:-}; do PATH=$input/bin:$PATH; done
          ${command}
        '';
      };
    # The driver needs nixpkgs; that the machines evaluate can be seen without it.
    testers.runNixOSTest = {
      name,
      nodes,
      testScript,
    }:
      derive {
        name = "vm-test-${name}";
        env = {
          inherit testScript;
          machines = lib.mapAttrsToList (_: node: (lib.nixosSystem {modules = [node];}).config.system.build.toplevel) nodes;
        };
        buildCommand = "echo 'no virtual machines here' >&2; exit 1";
      };
    callPackage = path: given: let
      function = import path;
    in
      function (builtins.intersectAttrs (builtins.functionArgs function) (pkgs // {inherit stdenvNoCC;}) // given);
  }
