# pkgs.formats: the type of a configuration file's content, and its file.
{
  lib,
  pkgs,
}: let
  valueType = name: let
    inherit (lib.types) attrsOf bool float int listOf nullOr oneOf path str;
    type =
      nullOr (oneOf [bool int float str path (attrsOf type) (listOf type)])
      // {description = "${name} value";};
  in
    type;
  # JSON is YAML too.
  jsonText = name: _: {
    type = valueType name;
    generate = file: value: pkgs.writeText file (builtins.toJSON value);
  };
in {
  json = jsonText "JSON";
  yaml = jsonText "YAML";
}
