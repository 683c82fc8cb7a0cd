/** What printed options and types may refer to beside `lib`'s names: name to the Nix that defines it. */
export const helpers: Readonly<Record<string, string>> = {
  jsonFormat: "pkgs.formats.json {}",
  // "À" is the bytes C3 80 and "¿" C2 BF: in UTF-8, bytes from 80 up to C2 continue a character.
  hasLength: `least: most: string: let
    continues = byte: byte >= builtins.substring 1 1 "À" && byte < builtins.substring 0 1 "¿";
    length = builtins.length (builtins.filter (byte: !continues byte) (lib.stringToCharacters string));
  in
    length >= least && (most == null || length <= most)`,
  // nixpkgs rebuilds a type that holds submodules, which loses what was added to it; these two add it again.
  checked: `type: check:
    types.addCheck type check
    // {
      substSubModules = modules: checked (type.substSubModules modules) check;
    }`,
  // Where nobody sets an option, nixpkgs takes its type's empty value, such as null; without one that is an error.
  mustBeSet: `type:
    type
    // {
      emptyValue = {};
      substSubModules = modules: mustBeSet (type.substSubModules modules);
    }`,
  // A key that nobody sets is null, and is not written. Where null is a value of its own, somebody's null is this set.
  nullable: `type: let
    base = types.nullOr type;
    isSetNull = value: value._type or null == "explicit-null";
    functor = base.functor // {type = payload: nullable payload.elemType;};
  in
    base
    // {
      inherit functor;
      check = value: base.check value || isSetNull value;
      merge = loc: defs: let
        plain = def:
          if isSetNull def.value
          then def // {value = null;}
          else def;
        merged = base.merge loc (map plain defs);
      in
        if merged == null
        then {_type = "explicit-null";}
        else merged;
      substSubModules = modules: nullable (type.substSubModules modules);
      typeMerge = types.defaultTypeMerge functor;
    }`,
  // What is written of a value: not the keys that nobody set.
  withoutNulls: `value:
    if builtins.isList value
    then map withoutNulls value
    else if value._type or null == "explicit-null"
    then null
    else if builtins.isAttrs value && !lib.isDerivation value
    then lib.mapAttrs (_: withoutNulls) (lib.filterAttrs (_: inner: inner != null) value)
    else value`,
  // Documentation of a type that contains itself would have no end: from here on it says the type's name.
  named: `name: type:
    type
    // {
      description = name;
      descriptionClass = "noun";
      getSubOptions = _: {};
      getSubModules = null;
      nestedTypes = {};
      functor = type.functor // {inherit name;};
      typeMerge = other:
        if other.name == name
        then named name type
        else null;
    }`,
  // An option's type can say which name is wrong; one of several in a union has to refuse, for the next may take the value.
  namesChecked: `pattern: type:
    type
    // {
      merge = loc: defs: let
        wrong = builtins.filter (name: builtins.match pattern name == null) (lib.concatMap (def: builtins.attrNames def.value) defs);
      in
        if wrong == []
        then type.merge loc defs
        else throw "The option \`\${lib.showOption (loc ++ [(builtins.head wrong)])}' has a name that is none: expected one that matches \${pattern}";
      substSubModules = modules: namesChecked pattern (type.substSubModules modules);
    }`,
  namesMatch:
    "pattern: attrs: builtins.all (name: builtins.match pattern name != null) (builtins.attrNames attrs)",
};
