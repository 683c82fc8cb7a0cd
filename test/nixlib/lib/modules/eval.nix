# Modules in, configuration out.
{lib}: let
  inherit (builtins) head isAttrs removeAttrs;
  inherit (lib) mkOption showOption types;

  # Result: { config, options, extendModules, type, class, _module }.
  # `prefix` is where the whole stands in a larger configuration (list of names).
  evalModules = {
    modules,
    prefix ? [],
    specialArgs ? {},
    class ? null,
  }: let
    collected = lib.modules.collectModules {
      inherit class;
      modulesPath = specialArgs.modulesPath or "";
      modules = modules ++ [(internalModule prefix specialArgs)];
      args =
        {
          inherit lib options specialArgs;
          config = whole;
          _class = class;
          _prefix = prefix;
        }
        // specialArgs;
    };
    # Later modules come first in lists, as in nixpkgs.
    merged = lib.mergeModules prefix (lib.reverseList collected);
    options = merged.matchedOptions;
    declared = lib.mapAttrsRecursiveCond (value: !(lib.isOption value)) (_: opt: opt.value) options;
    inherit (declared._module) freeformType;
    freeform =
      if merged.unmatchedDefns == []
      then {}
      else
        freeformType.merge prefix (map (def: {
            inherit (def) file;
            value = lib.setAttrByPath def.prefix def.value;
          })
          merged.unmatchedDefns);
    whole =
      if freeformType == null
      then declared
      else lib.recursiveUpdate freeform declared;
    unmatchedIsFine = freeformType != null || !declared._module.check || merged.unmatchedDefns == [];
    checked = value:
      if unmatchedIsFine
      then value
      else throwUnmatched prefix options (head merged.unmatchedDefns);
    extendModules = extension:
      evalModules {
        inherit class;
        modules = modules ++ extension.modules or [];
        specialArgs = specialArgs // extension.specialArgs or {};
        prefix = extension.prefix or prefix;
      };
  in {
    _type = "configuration";
    options = checked options;
    config = checked (removeAttrs whole ["_module"]);
    _module = checked declared._module;
    inherit extendModules class;
    type = types.submoduleWith {inherit modules specialArgs class;};
  };

  # The options that every evaluation has about itself.
  internalModule = prefix: specialArgs: {
    _file = "lib/modules.nix";
    key = "lib/modules.nix";
    options._module = {
      args = mkOption {
        type = types.lazyAttrsOf types.raw;
        internal = prefix != [];
        description = "Additional arguments passed to each module.";
      };
      check = mkOption {
        type = types.bool;
        internal = true;
        default = true;
        description = "Whether to check whether all option definitions have matching declarations.";
      };
      freeformType = mkOption {
        type = types.nullOr types.optionType;
        internal = true;
        default = null;
        description = "The type that definitions without a declared option must have; null forbids them.";
      };
      specialArgs = mkOption {
        readOnly = true;
        internal = true;
        description = "The arguments that are available before any option is evaluated.";
      };
    };
    config._module = {inherit specialArgs;};
  };

  throwUnmatched = prefix: options: def: let
    loc = prefix ++ def.prefix;
    message = "The option `${showOption loc}' does not exist. Definition values:${lib.options.showDefs [def]}";
    looksLikeOption = isAttrs def.value && def.value._type or "" == "option";
  in
    throw (
      if builtins.attrNames options == ["_module"]
      then
        "${message}\n\nHowever there are no options defined${lib.optionalString (prefix != []) " in `${showOption prefix}'"}. Are you sure you've declared your options properly? This can happen if you e.g. declared your options in `types.submodule' under `config' rather than `options'."
      else if looksLikeOption
      then "${message}\n\nIt seems as if you're trying to declare an option by placing it into `config' rather than `options'!"
      else message
    );
in {
  inherit evalModules;
}
