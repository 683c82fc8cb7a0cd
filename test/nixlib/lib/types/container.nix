# Lists and attribute sets of another type.
{lib}: let
  inherit (builtins) isAttrs isList mapAttrs;
  inherit (lib) mergeDefinitions;
  inherit (lib.types) addCheck attrsWith listOf mkOptionType optionDescriptionPhrase;
  inherit (import ./make.nix {inherit lib;}) elemTypeFunctor;
  phrase = optionDescriptionPhrase (class: class == "noun" || class == "composite");
in {
  attrs = mkOptionType {
    name = "attrs";
    description = "attribute set";
    check = isAttrs;
    merge = _: defs: builtins.foldl' (a: def: a // def.value) {} defs;
    emptyValue.value = {};
  };

  # Every element is a definition of its own: mkIf may drop it.
  listOf = elemType:
    mkOptionType {
      name = "listOf";
      description = "list of ${phrase elemType}";
      descriptionClass = "composite";
      check = isList;
      merge = loc: defs: let
        element = n: def: m: value:
          (mergeDefinitions (loc ++ ["[definition ${toString n}-entry ${toString m}]"]) elemType [
            {
              inherit (def) file;
              inherit value;
            }
          ])
          .optionalValue;
        elements = lib.concatLists (lib.imap1 (n: def: lib.imap1 (element n def) def.value) defs);
      in
        map (element: element.value) (builtins.filter (element: element ? value) elements);
      emptyValue.value = [];
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ ["*"]);
      inherit (elemType) getSubModules;
      substSubModules = modules: listOf (elemType.substSubModules modules);
      functor = elemTypeFunctor "listOf" (payload: listOf payload.elemType) {inherit elemType;};
      nestedTypes.elemType = elemType;
    };
  nonEmptyListOf = elemType: let
    list = addCheck (listOf elemType) (value: value != []);
  in
    list
    // {
      description = "non-empty ${optionDescriptionPhrase (class: class == "noun") list}";
      emptyValue = {};
      substSubModules = modules: lib.types.nonEmptyListOf (elemType.substSubModules modules);
    };

  attrsOf = elemType: attrsWith {inherit elemType;};
  lazyAttrsOf = elemType:
    attrsWith {
      inherit elemType;
      lazy = true;
    };

  # Lazy sets keep every name, even of an element that mkIf dropped; strict ones ask first.
  attrsWith = {
    elemType,
    lazy ? false,
    placeholder ? "name",
  }:
    mkOptionType {
      name =
        if lazy
        then "lazyAttrsOf"
        else "attrsOf";
      description = "${lib.optionalString lazy "lazy "}attribute set of ${phrase elemType}";
      descriptionClass = "composite";
      check = isAttrs;
      merge = loc: defs: let
        merged = builtins.zipAttrsWith (name: mergeDefinitions (loc ++ [name]) elemType) (map (def:
          mapAttrs (_: value: {
            inherit (def) file;
            inherit value;
          })
          def.value)
        defs);
      in
        if lazy
        then mapAttrs (_: m: m.optionalValue.value or elemType.emptyValue.value or m.mergedValue) merged
        else mapAttrs (_: m: m.optionalValue.value) (lib.filterAttrs (_: m: m.isDefined) merged);
      emptyValue.value = {};
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ ["<${placeholder}>"]);
      inherit (elemType) getSubModules;
      substSubModules = modules:
        attrsWith {
          elemType = elemType.substSubModules modules;
          inherit lazy placeholder;
        };
      functor = elemTypeFunctor (
        if lazy
        then "lazyAttrsOf"
        else "attrsOf"
      ) attrsWith {inherit elemType lazy placeholder;};
      nestedTypes.elemType = elemType;
    };
}
