# What a package's metadata says: its main program.
{lib}: rec {
  getExe' = package: program:
    assert lib.assertMsg (lib.isDerivation package)
    "lib.meta.getExe': The first argument is of type ${builtins.typeOf package}, but it should be a derivation instead.";
    assert lib.assertMsg (lib.isString program)
    "lib.meta.getExe': The second argument is of type ${builtins.typeOf program}, but it should be a string instead.";
    assert lib.assertMsg (builtins.match ".*/.*" program == null)
    "lib.meta.getExe': The second argument \"${program}\" is a nested path with a \"/\" character, but it should just be the name of the executable instead.";
      "${lib.getBin package}/bin/${program}";

  # Without meta.mainProgram the name is a guess, and the real lib warns.
  getExe = package:
    getExe' package (package.meta.mainProgram
      or (lib.warn "getExe: Package ${lib.strings.escapeNixIdentifier package.meta.name or package.pname or package.name} does not have the meta.mainProgram attribute."
        (lib.getName package)));
}
