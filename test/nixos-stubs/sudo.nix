# security.sudo and security.sudo-rs (nixos/modules/security/sudo{,-rs}.nix), with the
# sudoers text that NixOS makes of the rules: it escapes nothing.
{
  config,
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkDefault mkEnableOption mkIf mkOption mkPackageOption types;

  # Tags (sudoers(5), Tag_Spec) that both programs take, and those of sudo alone.
  commonTags = ["NOPASSWD" "PASSWD" "NOEXEC" "EXEC" "SETENV" "NOSETENV" "LOG_INPUT" "NOLOG_INPUT" "LOG_OUTPUT" "NOLOG_OUTPUT"];
  sudoTags = commonTags ++ ["MAIL" "NOMAIL" "FOLLOW" "NOFLLOW" "INTERCEPT" "NOINTERCEPT"];

  strWith = default:
    mkOption {
      type = types.str;
      inherit default;
    };
  names = mkOption {
    type = types.listOf (types.either types.str types.int);
    default = [];
  };
  rule = tags: {
    options = {
      users = names;
      groups = names;
      host = strWith "ALL";
      runAs = strWith "ALL:ALL";
      commands = mkOption {
        type = types.listOf (types.either types.str (types.submodule {
          options = {
            command = mkOption {type = types.str;};
            options = mkOption {
              type = types.listOf (types.enum tags);
              default = [];
            };
          };
        }));
      };
    };
  };

  interface = tags: defaultOptions: {
    defaultOptions = mkOption {
      type = types.listOf types.str;
      default = defaultOptions;
    };
    wheelNeedsPassword = mkOption {
      type = types.bool;
      default = true;
    };
    execWheelOnly = mkOption {
      type = types.bool;
      default = false;
    };
    configFile = mkOption {type = types.lines;};
    extraRules = mkOption {
      type = types.listOf (types.submodule (rule tags));
      default = [];
    };
    extraConfig = mkOption {
      type = types.lines;
      default = "";
    };
  };

  who = sigil: id:
    if builtins.isInt id
    then "${sigil}#${toString id}"
    else "${sigil}${id}";
  commandText = command:
    if builtins.isString command
    then command
    else lib.concatMapStrings (tag: "${tag}:") command.options + " ${command.command}";
  ruleLines = rule: let
    line = sigil: gap: id: "${who sigil id}${gap}${rule.host}=(${rule.runAs})    ${lib.concatMapStringsSep ", " commandText rule.commands}";
  in
    lib.optionals (rule.commands != []) (map (line "" "     ") rule.users ++ map (line "%" "  ") rule.groups);
  configFileOf = cfg:
    lib.concatLines (lib.concatMap ruleLines cfg.extraRules)
    + cfg.extraConfig;

  # NixOS' own: root and the wheel group may run everything.
  defaultRules = cfg: let
    everything = opts: [
      {
        command = "ALL";
        options = opts ++ cfg.defaultOptions;
      }
    ];
  in
    lib.mkMerge [
      (lib.mkOrder 400 [
        {
          users = ["root"];
          commands = everything [];
        }
      ])
      (lib.mkOrder 600 [
        {
          groups = ["wheel"];
          commands = everything (lib.optional (!cfg.wheelNeedsPassword) "NOPASSWD");
        }
      ])
    ];

  cfg = config.security;
in {
  options.security = {
    sudo =
      interface sudoTags ["SETENV"]
      // {
        enable = mkOption {
          type = types.bool;
          default = true;
        };
        package = mkPackageOption pkgs "sudo" {};
      };
    sudo-rs =
      interface commonTags []
      // {
        enable = mkEnableOption "sudo-rs";
        package = mkPackageOption pkgs "sudo-rs" {};
      };
  };

  config = lib.mkMerge [
    (mkIf cfg.sudo.enable {
      security.sudo = {
        configFile = configFileOf cfg.sudo;
        extraRules = defaultRules cfg.sudo;
      };
      environment.systemPackages = [cfg.sudo.package];
    })
    (mkIf cfg.sudo-rs.enable {
      security.sudo.enable = mkDefault false;
      security.sudo-rs = {
        configFile = configFileOf cfg.sudo-rs;
        extraRules = defaultRules cfg.sudo-rs;
      };
      environment.systemPackages = [cfg.sudo-rs.package];
      assertions = [
        {
          assertion = !cfg.sudo.enable;
          message = "`security.sudo` and `security.sudo-rs` cannot both be enabled";
        }
      ];
    })
  ];
}
