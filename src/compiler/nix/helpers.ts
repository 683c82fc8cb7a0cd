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
  // Nix sorts the names of a set. Where their order counts, each stands in a set of its own, and these in a list. The
  // merged value is the set beside its names in order; a name that stands in several places has the last of these.
  orderedAttrs: `type: let
    base = types.listOf type;
    isMerged = value: value._type or null == "ordered-attrs";
    isOne = value: builtins.isAttrs value && builtins.length (builtins.attrNames value) == 1;
    entriesOf = {
      file,
      value,
      ...
    }:
      if isMerged value
      then map (name: {inherit file; value = {\${name} = value.set.\${name};};}) value.names
      else lib.concatMap (entry: map (value: {inherit file value;}) (lib.dischargeProperties entry)) (lib.toList value);
    refuse = loc: {file, ...}:
      throw "The option \`\${lib.showOption loc}' in \`\${file}' has an entry that is none. The order of its names counts, and Nix sorts those of a set: expected a list of sets with one name each, such as [{first = …;} {second = …;}]";
    functor = base.functor // {
      name = "orderedAttrs";
      type = payload: orderedAttrs payload.elemType;
    };
  in
    base
    // {
      inherit functor;
      name = "orderedAttrs";
      description = "ordered list of one-name sets (\${type.description})";
      check = value: builtins.isList value || builtins.isAttrs value;
      merge = loc: defs: let
        entries = lib.concatMap entriesOf defs;
        wrong = builtins.filter (entry: !isOne entry.value) entries;
        names = map (entry: builtins.head (builtins.attrNames entry.value)) entries;
        # A submodule takes its definitions the other way round.
        turned =
          if type.name == "submodule"
          then lib.reverseList entries
          else entries;
      in
        if wrong != []
        then refuse loc (builtins.head wrong)
        else {
          _type = "ordered-attrs";
          names = lib.reverseList (lib.unique (lib.reverseList names));
          set = type.merge loc turned;
        };
      emptyValue.value = {
        _type = "ordered-attrs";
        names = [];
        set = {};
      };
      substSubModules = modules: orderedAttrs (type.substSubModules modules);
      typeMerge = types.defaultTypeMerge functor;
    }`,
  // What is written of a value: not the keys that nobody set.
  withoutNulls: `value:
    if builtins.isList value
    then map withoutNulls value
    else if value._type or null == "explicit-null"
    then null
    else if value._type or null == "ordered-attrs"
    then value // {set = withoutNulls value.set;}
    else if builtins.isAttrs value && !(value ? outPath)
    then lib.mapAttrs (_: withoutNulls) (lib.filterAttrs (_: inner: inner != null) value)
    else value`,
  // What `builtins.toJSON` is, but with the names of ordered sets in their order.
  toOrderedJson: `value: let
    print = indent: value: let
      inner = "\${indent}  ";
      around = open: close: items:
        if items == []
        then open + close
        else "\${open}\n\${inner}\${lib.concatStringsSep ",\n\${inner}" items}\n\${indent}\${close}";
      member = name: value: "\${builtins.toJSON name}: \${print inner value}";
    in
      if builtins.isList value
      then around "[" "]" (map (print inner) value)
      else if value._type or null == "ordered-attrs"
      then around "{" "}" (map (name: member name value.set.\${name}) (builtins.filter (name: value.set ? \${name}) value.names))
      else if builtins.isAttrs value && !(value ? outPath)
      then around "{" "}" (lib.mapAttrsToList member value)
      else builtins.toJSON value;
  in
    print "" value`,
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

/** The same for names that all files of a tree share, of which it has the types at `<program>/<file>.nix`: name to the Nix that has it. */
export const imported: Readonly<Record<string, string>> = {
  fromFile: "import ../nixsmith/values.nix {inherit lib;}",
};
