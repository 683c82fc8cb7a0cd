# systemd.services and what belongs to it (nixos/lib/systemd-unit-options.nix).
{
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkOption mkPackageOption types;

  # A unit setting: lists add up, anything else must be equal.
  unitOption = lib.mkOptionType {
    name = "systemd option";
    merge = loc: defs: let
      defs' = lib.filterOverrides defs;
    in
      if builtins.any (def: builtins.isList def.value) defs'
      then lib.concatMap (def: lib.toList def.value) defs'
      else lib.mergeEqualOption loc defs';
  };
  section = type:
    mkOption {
      inherit type;
      default = {};
    };
  valueOneOf = name: values: set: !(set ? ${name}) || lib.elem (plain set.${name}) values;
  # The check sees definitions before mkIf and mkForce are taken off.
  plain = value:
    if lib.elem value._type or "" ["override" "if"]
    then value.content
    else value;
  serviceChecks = [
    (valueOneOf "Type" ["exec" "simple" "forking" "oneshot" "dbus" "notify" "notify-reload" "idle"])
    (valueOneOf "Restart" ["no" "on-success" "on-failure" "on-abnormal" "on-abort" "always"])
  ];
  serviceSection = types.addCheck (types.attrsOf unitOption) (set: builtins.all (check: check set) serviceChecks);

  unitName = types.strMatching "[a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice)";
  listOption = type:
    mkOption {
      type = types.listOf type;
      default = [];
    };
  boolOption = default:
    mkOption {
      type = types.bool;
      inherit default;
    };
  linesOption = mkOption {
    type = types.lines;
    default = "";
  };
  relations = ["requires" "wants" "upholds" "after" "before" "bindsTo" "partOf" "conflicts" "requisite" "onFailure" "onSuccess" "requiredBy" "upheldBy" "wantedBy" "aliases"];

  unit = {
    options =
      lib.genAttrs relations (_: listOption unitName)
      // {
        enable = boolOption true;
        overrideStrategy = mkOption {
          type = types.enum ["asDropinIfExists" "asDropin"];
          default = "asDropinIfExists";
        };
        description = mkOption {
          type = types.singleLineStr;
          default = "";
        };
        documentation = listOption types.str;
        unitConfig = section (types.attrsOf unitOption);
        restartTriggers = listOption types.unspecified;
        reloadTriggers = listOption unitOption;
      };
  };

  service = {
    options = {
      environment = mkOption {
        type = types.attrsOf (types.nullOr (types.oneOf [types.str types.path types.package]));
        default = {};
      };
      path = listOption (types.oneOf [types.package types.str]);
      serviceConfig = section serviceSection;
      script = linesOption;
      scriptArgs = mkOption {
        type = types.str;
        default = "";
      };
      preStart = linesOption;
      postStart = linesOption;
      preStop = linesOption;
      postStop = linesOption;
      restartIfChanged = boolOption true;
      reloadIfChanged = boolOption false;
      stopIfChanged = boolOption true;
    };
  };

  unitsOf = kind: sectionName:
    mkOption {
      type = types.attrsOf (types.submodule [unit {options.${sectionName} = section (types.attrsOf unitOption);}]);
      default = {};
      description = "systemd ${kind} units.";
    };
in {
  options.systemd = {
    package = mkPackageOption pkgs "systemd" {};
    packages = listOption types.package;
    services = mkOption {
      type = types.attrsOf (types.submodule [unit service]);
      default = {};
    };
    slices = unitsOf "slice" "sliceConfig";
    sockets = unitsOf "socket" "socketConfig";
    timers = unitsOf "timer" "timerConfig";
  };
}
