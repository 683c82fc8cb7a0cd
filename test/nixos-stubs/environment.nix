# environment.systemPackages, environment.etc and security.wrappers.
{
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkDefault mkIf mkOption types;
  withDefault = type: default: mkOption {inherit type default;};
  # chmod(1): symbolic, or up to four octal digits.
  fileMode = let
    symbolic = "[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[-+=][0-7]+";
    numeric = "[-+=]?[0-7]{0,4}";
  in
    types.strMatching "((${symbolic})(,${symbolic})*)|(${numeric})" // {description = "file mode string";};

  etcFile = {
    name,
    config,
    options,
    ...
  }: {
    options = {
      enable = withDefault types.bool true;
      target = mkOption {type = types.str;};
      text = withDefault (types.nullOr types.lines) null;
      source = mkOption {type = types.path;};
      mode = withDefault types.str "symlink";
      uid = withDefault types.int 0;
      gid = withDefault types.int 0;
      user = withDefault types.str "+${toString config.uid}";
      group = withDefault types.str "+${toString config.gid}";
    };
    config = {
      target = mkDefault name;
      source = mkIf (config.text != null) (
        lib.mkDerivedConfig options.text (pkgs.writeText "etc-${lib.replaceStrings ["/"] ["-"] name}")
      );
    };
  };

  wrapper = {name, ...}: {
    options = {
      source = mkOption {type = types.path;};
      program = withDefault (types.nullOr types.str) name;
      owner = mkOption {type = types.str;};
      group = mkOption {type = types.str;};
      permissions = withDefault fileMode "u+rx,g+x,o+x";
      capabilities = withDefault types.commas "";
      setuid = withDefault types.bool false;
      setgid = withDefault types.bool false;
    };
  };
in {
  options = {
    environment = {
      systemPackages = withDefault (types.listOf types.package) [];
      etc = withDefault (types.attrsOf (types.submodule etcFile)) {};
    };
    security.wrappers = withDefault (types.attrsOf (types.submodule wrapper)) {};
    security.wrapperDir = mkOption {
      type = types.path;
      default = "/run/wrappers/bin";
      internal = true;
    };
  };
}
