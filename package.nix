{
  lib,
  buildNpmPackage,
  importNpmLock,
}: let
  manifest = lib.importJSON ./package.json;
in
  buildNpmPackage {
    pname = manifest.name;
    inherit (manifest) version;

    src = lib.fileset.toSource {
      root = ./.;
      fileset = lib.fileset.unions [
        ./examples
        ./generators
        ./package-lock.json
        ./package.json
        ./schema
        ./src
        ./templates
        ./tsconfig.build.json
        ./tsconfig.json
      ];
    };

    # The lock file holds integrity hashes, so no separate hash has to be kept in step with it.
    npmDeps = importNpmLock {npmRoot = ./.;};
    npmConfigHook = importNpmLock.npmConfigHook;

    meta = {
      inherit (manifest) description;
      homepage = "https://github.com/m3tam3re/nixsmith";
      license = lib.licenses.mit;
      mainProgram = "nixsmith";
    };
  }
