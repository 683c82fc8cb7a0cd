# home.file, with the meaning of Home Manager's: text becomes a file in the store, a
# target below the home directory is relative to it.
{
  config,
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkDefault mkIf mkOption types;
  inherit (config.home) homeDirectory;
  withDefault = type: default: mkOption {inherit type default;};

  file = {
    name,
    config,
    ...
  }: {
    options = {
      enable = withDefault types.bool true;
      target = mkOption {
        type = types.nonEmptyStr;
        apply = target:
          lib.removePrefix "${homeDirectory}/" (
            if lib.hasPrefix "/" target
            then target
            else "${homeDirectory}/${target}"
          );
      };
      text = withDefault (types.nullOr types.lines) null;
      source = mkOption {type = types.path;};
      executable = withDefault (types.nullOr types.bool) null;
      recursive = withDefault types.bool false;
      ignorelinks = withDefault types.bool false;
      onChange = withDefault types.lines "";
      force = withDefault types.bool false;
    };
    config = {
      target = mkDefault name;
      source = mkIf (config.text != null) (mkDefault (pkgs.writeTextFile {
        inherit (config) text;
        executable = config.executable == true;
        name = lib.hm.strings.storeFileName name;
      }));
    };
  };
in {
  options.home.file = withDefault (types.attrsOf (types.submodule file)) {};
}
