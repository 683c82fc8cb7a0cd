# The options of Home Manager that our module writes or reads, with its types; `home.file`
# is in file.nix, or real-file.nix where a Home Manager checkout is at hand.
{
  config,
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkOption types;
  withDefault = type: default: mkOption {inherit type default;};

  mcpServer = {
    freeformType = (pkgs.formats.json {}).type;
    options = {
      command = withDefault (types.nullOr types.str) null;
      args = withDefault (types.listOf types.str) [];
      env = withDefault (types.attrsOf (types.oneOf [types.str (types.submodule {options.file = mkOption {type = types.str;};})])) {};
      url = withDefault (types.nullOr types.str) null;
      headers = withDefault (types.attrsOf types.str) {};
      enabled = withDefault (types.nullOr types.bool) null;
    };
  };
in {
  options = {
    home = {
      username = mkOption {type = types.nonEmptyStr;};
      homeDirectory = mkOption {
        type = types.path;
        apply = toString;
      };
      stateVersion = withDefault types.str "25.05";
      packages = withDefault (types.listOf types.package) [];
      sessionVariables = withDefault (types.lazyAttrsOf (types.nullOr (types.oneOf [types.str types.path types.int types.float types.bool]))) {};
      activation = withDefault (lib.hm.types.dagOf types.str) {};
    };
    programs.mcp = {
      enable = lib.mkEnableOption "mcp";
      servers = withDefault (types.attrsOf (types.submodule mcpServer)) {};
    };
    xdg = builtins.mapAttrs (_: directory:
      mkOption {
        type = types.path;
        default = "${config.home.homeDirectory}/${directory}";
        apply = toString;
      }) {
      configHome = ".config";
      stateHome = ".local/state";
    };
    assertions = withDefault (types.listOf types.unspecified) [];
    warnings = withDefault (types.listOf types.str) [];
    meta.maintainers = withDefault (types.listOf types.unspecified) [];
  };
}
