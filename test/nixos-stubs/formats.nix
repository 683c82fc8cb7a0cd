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
  # JSON is YAML too. TOML is made of JSON when it is built, which happens nowhere here.
  jsonText = name: _: {
    type = valueType name;
    generate = file: value: pkgs.writeText file (builtins.toJSON value);
  };
in {
  json = jsonText "JSON";
  toml = jsonText "TOML";
  yaml = jsonText "YAML";
}
