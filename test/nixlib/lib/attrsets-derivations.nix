# Attribute sets that are packages: their outputs, and telling them from other values.
{lib}: rec {
  isDerivation = value: value.type or null == "derivation";

  # A store path as a minimal package, for options that take either.
  toDerivation = path: let
    storePath = builtins.storePath path;
    result = {
      type = "derivation";
      name = lib.strings.sanitizeDerivationName (builtins.substring 33 (-1) (baseNameOf path));
      outPath = storePath;
      outputs = ["out"];
      out = result;
      outputName = "out";
    };
  in
    result;

  getOutput = output: getFirstOutput [output "out"];
  getFirstOutput = wanted: package: let
    present = builtins.filter (output: package ? ${output}) wanted;
  in
    if package.outputSpecified or false || present == []
    then package
    else package.${builtins.head present};
  getBin = getOutput "bin";
  getLib = package: getFirstOutput ["lib" "out"] package;
}
