# Configuration formats out of attribute sets.
{lib}: let
  inherit (builtins) isAttrs isList;
  inherit (lib) concatStringsSep mapAttrsToList;
in rec {
  toJSON = {}: builtins.toJSON;
  toYAML = toJSON;

  mkValueStringDefault = {}: value: let
    unsupported = what: abort "generators.mkValueStringDefault: ${what} not supported: ${lib.generators.toPretty {} value}";
  in
    if builtins.isInt value || lib.isDerivation value
    then toString value
    else if builtins.isString value
    then value
    else if value == true
    then "true"
    else if value == false
    then "false"
    else if value == null
    then "null"
    else if isList value
    then unsupported "lists"
    else if isAttrs value
    then unsupported "attrsets"
    else if lib.isFunction value
    then unsupported "functions"
    else if builtins.isFloat value
    then toString value
    else unsupported "this value is";

  mkKeyValueDefault = {mkValueString ? mkValueStringDefault {}}: separator: key: value: "${lib.strings.escape [separator] key}${separator}${mkValueString value}";

  toKeyValue = {
    mkKeyValue ? mkKeyValueDefault {} "=",
    listsAsDuplicateKeys ? false,
    indent ? "",
  }: let
    line = key: value: "${indent}${mkKeyValue key value}\n";
    lines = key: value:
      map (line key) (
        if listsAsDuplicateKeys && isList value
        then value
        else [value]
      );
  in
    set: lib.concatStrings (lib.concatLists (mapAttrsToList lines set));

  toINI = {
    mkSectionName ? lib.strings.escape ["[" "]"],
    mkKeyValue ? mkKeyValueDefault {} "=",
    listsAsDuplicateKeys ? false,
  }: sections:
    concatStringsSep "\n" (mapAttrsToList (name: keys:
      "[${mkSectionName name}]\n" + toKeyValue {inherit mkKeyValue listsAsDuplicateKeys;} keys)
    sections);

  toINIWithGlobalSection = {
    mkSectionName ? lib.strings.escape ["[" "]"],
    mkKeyValue ? mkKeyValueDefault {} "=",
    listsAsDuplicateKeys ? false,
  }: {
    globalSection,
    sections ? {},
  }:
    lib.optionalString (globalSection != {}) (toKeyValue {inherit mkKeyValue listsAsDuplicateKeys;} globalSection + "\n")
    + toINI {inherit mkSectionName mkKeyValue listsAsDuplicateKeys;} sections;
}
