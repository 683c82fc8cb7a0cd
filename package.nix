{
  lib,
  makeWrapper,
  nodejs,
  stdenvNoCC,
  typescript,
}: let
  inherit (lib) fileset;
  manifest = builtins.fromJSON (builtins.readFile ./package.json);

  # What `npm ci` installs. npm holds every package to its hash in the lock file; the lock file names no registry, so that
  # Nix cannot fetch package by package and one hash stands for all of them. `npm test` says when it has changed, and to what.
  nodeModules = stdenvNoCC.mkDerivation {
    name = "nixsmith-node-modules";
    src = fileset.toSource {
      root = ./.;
      fileset = fileset.unions [./.npmrc ./package-lock.json ./package.json];
    };
    nativeBuildInputs = [nodejs];
    buildPhase = ''
      HOME=$TMPDIR npm ci --ignore-scripts --omit=dev --omit=optional
      node ${./nix/prune.mjs}
    '';
    installPhase = "mv node_modules $out";
    dontFixup = true;
    outputHashMode = "recursive";
    outputHash = "sha256-S5IW1gI9wSu02fs1qMuCf1EGxvwgx/paLXFyBHVuNk0=";
    impureEnvVars = lib.fetchers.proxyImpureEnvVars;
  };
in
  stdenvNoCC.mkDerivation {
    pname = manifest.name;
    inherit (manifest) version;

    src = fileset.toSource {
      root = ./.;
      fileset = fileset.unions [
        ./nix/tsconfig.json
        ./package.json
        ./schema
        ./scripts/freeze.mjs
        ./src
        ./templates
        ./tsconfig.build.json
        ./tsconfig.json
      ];
    };
    nativeBuildInputs = [makeWrapper nodejs typescript];

    buildPhase = ''
      ln -s ${nodeModules} node_modules
      tsc -p nix/tsconfig.json
      node scripts/freeze.mjs
    '';
    installPhase = ''
      mkdir -p $out/lib/nixsmith
      cp -R dist node_modules package.json templates $out/lib/nixsmith
      makeWrapper ${lib.getExe nodejs} $out/bin/nixsmith --add-flags $out/lib/nixsmith/dist/src/toolkit/cli/main.js
    '';

    meta = {
      inherit (manifest) description;
      homepage = "https://github.com/m3tam3re/nixsmith";
      license = lib.licenses.mit;
      mainProgram = "nixsmith";
    };
  }
