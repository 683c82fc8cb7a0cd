# Options that moved or went away.
{lib}: let
  inherit (lib) attrByPath getAttrFromPath mkIf mkMerge mkOption optionalAttrs setAttrByPath showFiles showOption;
in rec {
  mkRenamedOptionModule = from: to:
    doRename {
      inherit from to;
      visible = false;
      warn = true;
      use = builtins.trace "Obsolete option `${showOption from}' is used. It was renamed to `${showOption to}'.";
    };

  mkAliasOptionModule = from: to:
    doRename {
      inherit from to;
      visible = true;
      warn = false;
      use = lib.id;
    };

  mkRemovedOptionModule = name: instructions: {options, ...}: {
    options = setAttrByPath name (mkOption {
      visible = false;
      apply = _: throw "The option `${showOption name}' can no longer be used since it's been removed. ${instructions}";
    });
    config.assertions = let
      opt = getAttrFromPath name options;
    in [
      {
        assertion = !opt.isDefined;
        message = ''
          The option definition `${showOption name}' in ${showFiles opt.files} no longer has any effect; please remove it.
          ${instructions}
        '';
      }
    ];
  };

  # Many old options computed into one; `f` gets the configuration.
  mkMergedOptionModule = from: to: f: {
    config,
    options,
    ...
  }: let
    undefined = "_mkMergedOptionModule";
    defined = builtins.filter (path: getAttrFromPath path config != undefined) from;
    warning = path: "The option `${showOption path}' defined in ${showFiles (getAttrFromPath path options).files} has been changed to `${showOption to}' that has a different type. Please read `${showOption to}' documentation and update your configuration accordingly.";
    declare = path:
      setAttrByPath path (mkOption {
        visible = false;
        default = undefined;
      });
  in {
    options = builtins.foldl' lib.recursiveUpdate {} (map declare from);
    config = mkMerge [
      {warnings = map warning defined;}
      (mkIf (defined != []) (setAttrByPath to (mkMerge [(f config)])))
    ];
  };
  mkChangedOptionModule = from: to: f: mkMergedOptionModule [from] to f;

  # The old name becomes an alias that hands its definitions to the new one.
  doRename = {
    from,
    to,
    visible,
    warn,
    use,
  }: {
    config,
    options,
    ...
  }: let
    fromOpt = getAttrFromPath from options;
    toOpt = attrByPath to {} options;
    toValue = attrByPath to (abort "Renaming error: option `${showOption to}' does not exist.");
  in {
    options = setAttrByPath from (mkOption {
        inherit visible;
        description = "Alias of {option}`${showOption to}`.";
        apply = _: use (toValue config);
      }
      // optionalAttrs (toOpt ? type) {inherit (toOpt) type;});
    config = mkMerge [
      (optionalAttrs (options ? warnings) {
        warnings = lib.optional (warn && fromOpt.isDefined) "The option `${showOption from}' defined in ${showFiles fromOpt.files} has been renamed to `${showOption to}'.";
      })
      (lib.modules.mkAliasAndWrapDefsWithPriority (setAttrByPath to) fromOpt)
    ];
  };
}
