# What a type is made of, and how two declarations of one option agree on a type.
{lib}: rec {
  types = lib.types;
  isType = type: value: value._type or "" == type;
  setType = type: value: value // {_type = type;};
  isOptionType = isType "option-type";

  mkOptionType = {
    name,
    description ? null,
    # How the description reads inside another one: noun, composite, conjunction,
    # nonRestrictiveClause; null means in parentheses.
    descriptionClass ? null,
    check ? (_: true),
    merge ? lib.mergeDefaultOption,
    # { value = …; } where no definition is fine.
    emptyValue ? {},
    getSubOptions ? (_: {}),
    getSubModules ? null,
    substSubModules ? (_: null),
    typeMerge ? (defaultTypeMerge functor),
    functor ? (defaultFunctor name),
    deprecationMessage ? null,
    nestedTypes ? {},
  }: {
    _type = "option-type";
    inherit name check merge emptyValue getSubOptions getSubModules substSubModules typeMerge functor;
    inherit descriptionClass deprecationMessage nestedTypes;
    description =
      if description == null
      then name
      else description;
  };

  # `type` builds the type again, from `payload` where it has one.
  defaultFunctor = name: {
    inherit name;
    type = lib.types.${name} or null;
    wrapped = null;
    payload = null;
    binOp = _: _: null;
  };

  # null where the two types cannot be one.
  defaultTypeMerge = f: f': let
    wrapped = f.wrapped.typeMerge f'.wrapped.functor;
    payload = f.binOp f.payload f'.payload;
  in
    if f.name != f'.name
    then null
    else if f.payload != null && f'.payload != null
    then
      if payload == null
      then null
      else f.type payload
    else if f.wrapped != null && f'.wrapped != null
    then
      if wrapped == null
      then null
      else f.type wrapped
    else f.type;

  # The functor of a type around other types: `make` takes { elemType, … } back.
  elemTypeFunctor = name: make: payload:
    defaultFunctor name
    // {
      type = make;
      inherit payload;
      binOp = a: b: let
        elemType = a.elemType.typeMerge b.elemType.functor;
      in
        if elemType == null
        then null
        else a // {inherit elemType;};
    };

  # A type's description as part of a sentence.
  optionDescriptionPhrase = bare: type:
    if type.descriptionClass or null != null && bare type.descriptionClass
    then type.description
    else "(${type.description})";
}
