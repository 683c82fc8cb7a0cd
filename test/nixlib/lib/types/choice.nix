# One of several: enums, null or not, either of two types, and types seen through a check.
{lib}: let
  inherit (builtins) all any elem length;
  inherit (lib) getFiles mergeEqualOption showFiles showOption;
  inherit (lib.types) either enum mkOptionType nullOr optionDescriptionPhrase;
  inherit (import ./make.nix {inherit lib;}) elemTypeFunctor;
  noun = class: class == "noun";
  nounOr = other: class: class == "noun" || class == other;
in {
  enum = values: let
    show = value:
      if builtins.isString value
      then ''"${value}"''
      else if builtins.isInt value
      then toString value
      else if builtins.isBool value
      then lib.boolToString value
      else "<${builtins.typeOf value}>";
  in
    mkOptionType {
      name = "enum";
      description =
        if values == []
        then "impossible (empty enum)"
        else if length values == 1
        then "value ${show (builtins.head values)} (singular enum)"
        else "one of ${lib.concatMapStringsSep ", " show values}";
      descriptionClass =
        if length values < 2
        then "noun"
        else "conjunction";
      check = value: elem value values;
      merge = mergeEqualOption;
      functor =
        lib.types.defaultFunctor "enum"
        // {
          type = payload: enum payload.values;
          payload = {inherit values;};
          binOp = a: b: {values = lib.unique (a.values ++ b.values);};
        };
    };

  nullOr = elemType:
    mkOptionType {
      name = "nullOr";
      description = "null or ${optionDescriptionPhrase (nounOr "conjunction") elemType}";
      descriptionClass = "conjunction";
      check = value: value == null || elemType.check value;
      merge = loc: defs:
        if all (def: def.value == null) defs
        then null
        else if any (def: def.value == null) defs
        then throw "The option `${showOption loc}` is defined both null and not null, in ${showFiles (getFiles defs)}."
        else elemType.merge loc defs;
      emptyValue.value = null;
      inherit (elemType) getSubOptions getSubModules;
      substSubModules = modules: nullOr (elemType.substSubModules modules);
      functor = elemTypeFunctor "nullOr" (payload: nullOr payload.elemType) {inherit elemType;};
      nestedTypes.elemType = elemType;
    };

  # The first type that takes all definitions merges them.
  either = left: right: let
    description = "${optionDescriptionPhrase (nounOr "conjunction") left} or ${
      optionDescriptionPhrase (class: nounOr "conjunction" class || class == "composite") right
    }";
  in
    mkOptionType {
      name = "either";
      inherit description;
      descriptionClass = "conjunction";
      check = value: left.check value || right.check value;
      merge = loc: defs:
        if all (def: left.check def.value) defs
        then left.merge loc defs
        else if all (def: right.check def.value) defs
        then right.merge loc defs
        else throw "A definition for option `${showOption loc}' is not of type `${description}'. Each definition fits, but not all fit one of the two.";
      functor =
        lib.types.defaultFunctor "either"
        // {
          type = payload: either payload.left payload.right;
          payload = {inherit left right;};
          binOp = a: b: let
            mergedLeft = a.left.typeMerge b.left.functor;
            mergedRight = a.right.typeMerge b.right.functor;
          in
            if mergedLeft == null || mergedRight == null
            then null
            else {
              left = mergedLeft;
              right = mergedRight;
            };
        };
      nestedTypes = {inherit left right;};
    };
  oneOf = list:
    if list == []
    then throw "types.oneOf needs to get at least one type in its argument"
    else builtins.foldl' either (builtins.head list) (builtins.tail list);

  # A value of `coercedType` goes through `coerce` and is then one of `finalType`.
  coercedTo = coercedType: coerce: finalType:
    mkOptionType {
      name = "coercedTo";
      description = "${optionDescriptionPhrase noun finalType} or ${optionDescriptionPhrase noun coercedType} convertible to it";
      check = value: (coercedType.check value && finalType.check (coerce value)) || finalType.check value;
      merge = loc: defs: let
        convert = value:
          if coercedType.check value
          then coerce value
          else value;
      in
        finalType.merge loc (map (def: def // {value = convert def.value;}) defs);
      inherit (finalType) emptyValue getSubOptions getSubModules;
      substSubModules = modules: lib.types.coercedTo coercedType coerce (finalType.substSubModules modules);
      typeMerge = _: null;
      nestedTypes = {inherit coercedType finalType;};
    };

  addCheck = elemType: check: elemType // {check = value: elemType.check value && check value;};

  uniq = lib.types.unique {message = "";};
  unique = {message}: elemType:
    mkOptionType {
      name = "unique";
      inherit (elemType) description descriptionClass check emptyValue getSubOptions getSubModules;
      merge = lib.mergeUniqueOption {
        inherit message;
        inherit (elemType) merge;
      };
      substSubModules = modules: lib.types.unique {inherit message;} (elemType.substSubModules modules);
      functor = elemTypeFunctor "unique" (payload: lib.types.unique {inherit message;} payload.elemType) {inherit elemType;};
      nestedTypes.elemType = elemType;
    };
}
