# A value that is itself the configuration of modules.
{lib}: let
  inherit (builtins) isAttrs;
  inherit (lib.types) mkOptionType optionDescriptionPhrase submoduleWith;

  # Two declarations of one submodule option: modules add up, settings must agree.
  mergeArguments = a: b: let
    agreed = name:
      if a.${name} == null
      then b.${name}
      else if b.${name} == null || a.${name} == b.${name}
      then a.${name}
      else throw "A submoduleWith option is declared multiple times with conflicting ${name} values";
    sharedArgs = builtins.intersectAttrs a.specialArgs b.specialArgs;
  in {
    modules = a.modules ++ b.modules;
    specialArgs =
      if sharedArgs == {}
      then a.specialArgs // b.specialArgs
      else throw "A submoduleWith option is declared multiple times with the same specialArgs \"${toString (builtins.attrNames sharedArgs)}\"";
    shorthandOnlyDefinesConfig = agreed "shorthandOnlyDefinesConfig";
    description = agreed "description";
    class = agreed "class";
  };
in {
  submodule = modules:
    submoduleWith {
      shorthandOnlyDefinesConfig = true;
      modules = lib.toList modules;
    };

  # With `shorthandOnlyDefinesConfig` a definition that is a set is config, never
  # a module with imports or options of its own. null: this declaration does not say.
  submoduleWith = arguments @ {
    modules,
    specialArgs ? {},
    shorthandOnlyDefinesConfig ? false,
    description ? null,
    class ? null,
  }: let
    base = lib.evalModules {
      inherit class specialArgs;
      modules = [{_module.args.name = lib.mkOptionDefault "‹name›";}] ++ modules;
    };
    inherit (base._module) freeformType;
    asModule = {
      value,
      file,
      ...
    }:
      if isAttrs value && shorthandOnlyDefinesConfig == true
      then {
        _file = file;
        config = value;
      }
      else {
        _file = file;
        imports = [value];
      };
  in
    mkOptionType {
      name = "submodule";
      description =
        if description != null
        then description
        else if freeformType != null
        then "open submodule of ${optionDescriptionPhrase (class: class == "noun" || class == "composite") freeformType}"
        else "submodule";
      check = value: isAttrs value || lib.isFunction value || lib.types.path.check value;
      merge = loc: defs:
        (base.extendModules {
          modules = [{_module.args.name = lib.last loc;}] ++ map asModule defs;
          prefix = loc;
        })
        .config;
      emptyValue.value = {};
      getSubOptions = prefix:
        (base.extendModules {
          inherit prefix;
          modules = [{_module.check = false;}];
        })
        .options
        // lib.optionalAttrs (freeformType != null) {
          _freeformOptions = freeformType.getSubOptions prefix;
        };
      getSubModules = modules;
      substSubModules = replaced: submoduleWith (arguments // {modules = replaced;});
      nestedTypes = lib.optionalAttrs (freeformType != null) {inherit freeformType;};
      functor =
        lib.types.defaultFunctor "submodule"
        // {
          type = submoduleWith;
          payload = {inherit modules specialArgs shorthandOnlyDefinesConfig description class;};
          binOp = mergeArguments;
        };
    };

  # A module that is kept as it is, to be imported elsewhere.
  deferredModule = mkOptionType {
    name = "deferredModule";
    description = "module";
    descriptionClass = "noun";
    check = value: isAttrs value || lib.isFunction value || lib.types.path.check value;
    merge = loc: defs: {
      imports = map (def: lib.setDefaultModuleLocation "${def.file}, via option ${lib.showOption loc}" def.value) defs;
    };
  };
}
