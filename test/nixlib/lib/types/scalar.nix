# Booleans, packages, functions, and values that are taken as they are.
{lib}: let
  inherit (lib) isDerivation isStorePath mergeEqualOption mergeOneOption;
  inherit (lib.types) mkOptionType;
  inherit (import ./make.nix {inherit lib;}) elemTypeFunctor;
in {
  raw = mkOptionType {
    name = "raw";
    description = "raw value";
    descriptionClass = "noun";
    merge = mergeOneOption;
  };

  unspecified = mkOptionType {
    name = "unspecified";
    description = "unspecified value";
    descriptionClass = "noun";
  };

  # Sets merge by attribute, functions by their results; all else must be equal.
  anything = mkOptionType {
    name = "anything";
    description = "anything";
    descriptionClass = "noun";
    merge = loc: defs: let
      kindOf = value:
        if builtins.isAttrs value && lib.isStringLike value
        then "stringCoercibleSet"
        else builtins.typeOf value;
      kind = kindOf (builtins.head defs).value;
      merges = {
        set = (lib.types.attrsOf lib.types.anything).merge;
        stringCoercibleSet = mergeOneOption;
        lambda = loc': defs': argument:
          lib.types.anything.merge (loc' ++ ["<function body>"]) (map (def: {
              inherit (def) file;
              value = def.value argument;
            })
            defs');
      };
    in
      if builtins.all (def: kindOf def.value == kind) defs
      then (merges.${kind} or mergeEqualOption) loc defs
      else throw "The option `${lib.showOption loc}' has conflicting option types in ${lib.showFiles (lib.getFiles defs)}";
  };

  bool = mkOptionType {
    name = "bool";
    description = "boolean";
    descriptionClass = "noun";
    check = builtins.isBool;
    merge = mergeEqualOption;
  };

  package = mkOptionType {
    name = "package";
    descriptionClass = "noun";
    check = value: isDerivation value || isStorePath value;
    merge = loc: defs: let
      value = mergeOneOption loc defs;
    in
      if isDerivation value
      then value
      else lib.toDerivation value;
  };
  shellPackage = lib.types.package // {check = value: isDerivation value && value ? shellPath;};

  # The type of types, for `freeformType`.
  optionType = mkOptionType {
    name = "optionType";
    description = "optionType";
    descriptionClass = "noun";
    check = lib.types.isOptionType;
    merge = loc: defs: let
      mergeTwo = sofar: def: let
        merged = sofar.typeMerge def.value.functor;
      in
        if merged == null
        then throw "The option `${lib.showOption loc}' in `${def.file}' is already declared in ${lib.showFiles [(builtins.head defs).file]}."
        else merged;
    in
      builtins.foldl' mergeTwo (builtins.head defs).value (builtins.tail defs);
  };

  functionTo = elemType:
    mkOptionType {
      name = "functionTo";
      description = "function that evaluates to a(n) ${
        lib.types.optionDescriptionPhrase (class: class == "noun" || class == "composite") elemType
      }";
      descriptionClass = "composite";
      check = lib.isFunction;
      merge = loc: defs: argument:
        (lib.mergeDefinitions (loc ++ ["<function body>"]) elemType (map (def: {
            inherit (def) file;
            value = def.value argument;
          })
          defs))
        .mergedValue;
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ ["<function body>"]);
      inherit (elemType) getSubModules;
      substSubModules = modules: lib.types.functionTo (elemType.substSubModules modules);
      functor = elemTypeFunctor "functionTo" (payload: lib.types.functionTo payload.elemType) {inherit elemType;};
      nestedTypes.elemType = elemType;
    };
}
