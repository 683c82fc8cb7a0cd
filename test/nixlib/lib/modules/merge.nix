# The tree of options met with the tree of definitions.
{lib}: let
  inherit (builtins) all attrNames concatMap filter foldl' head isAttrs length mapAttrs zipAttrsWith;
  inherit (lib) isOption optionals showOption;

  # modules: records of collectModules. Result: the options with their values
  # (`matchedOptions`), and the definitions that no option takes (`unmatchedDefns`).
  mergeModules = prefix: modules:
    mergeTrees prefix
    (map (m: {
        inherit (m) _file options;
      })
      modules)
    (concatMap (m:
      map (value: {
        file = m._file;
        inherit value;
      }) (lib.pushDownProperties m.config))
    modules);

  mergeTrees = prefix: declTrees: defTrees: let
    declsByName = declarationsByName prefix declTrees;
    defsByName = definitionsByName prefix defTrees;
    results = mapAttrs (name: decls: mergeNode (prefix ++ [name]) decls (defsByName.${name} or [])) declsByName;
    undeclared = concatMap (name:
      map (def: def // {prefix = [name];}) defsByName.${name}) (filter (name: !(declsByName ? ${name})) (attrNames defsByName));
  in {
    matchedOptions = mapAttrs (_: result: result.matchedOptions) results;
    unmatchedDefns =
      undeclared
      ++ concatMap (name:
        map (def: def // {prefix = [name] ++ def.prefix;}) results.${name}.unmatchedDefns) (attrNames results);
  };

  declarationsByName = prefix: trees:
    zipAttrsWith (_: decls: decls) (map (tree:
      if !isAttrs tree.options
      then throw "An option declaration for `${showOption prefix}' has type `${builtins.typeOf tree.options}' rather than an attribute set. Did you mean to define this outside of `options'?"
      else
        mapAttrs (name: options: {
          inherit (tree) _file;
          pos = builtins.unsafeGetAttrPos name tree.options;
          inherit options;
        })
        tree.options)
    trees);

  definitionsByName = prefix: trees:
    zipAttrsWith (_: defs: defs) (map (tree:
      if !isAttrs tree.value
      then throw "In module `${tree.file}', you're trying to define a value of type `${builtins.typeOf tree.value}' rather than an attribute set for the option `${showOption prefix}'!\n\nIts definitions belong to options inside it."
      else
        mapAttrs (_: value: {
          inherit (tree) file;
          inherit value;
        })
        tree.value)
    trees);

  # One name of the tree: an option, a set of options, or (an error) both.
  mergeNode = loc: decls: defs: let
    options = filter (decl: isOption decl.options) decls;
    isSubmodule = decl: decl.options.type.name or "" == "submodule";
    evaluated = decls': {
      matchedOptions = lib.evalOptionValue loc (mergeOptionDecls loc decls') defs;
      unmatchedDefns = [];
    };
  in
    if options == []
    then mergeTrees loc decls (concatMap (def: map (value: def // {inherit value;}) (lib.pushDownProperties def.value)) defs)
    else if length options == length decls
    then evaluated decls
    else if all isSubmodule options
    then evaluated (map (decl: if isOption decl.options then decl else asSubmodule decl) decls)
    else let
      parent = head options;
      child = head (filter (decl: !(isOption decl.options)) decls);
      names = map (opt: "- option(s) with prefix `${showOption (loc ++ [opt])}' in module `${child._file}'") (attrNames child.options);
    in
      throw "The option `${showOption loc}' in module `${parent._file}' would be a parent of the following options, but its type `${parent.options.type.description or "<no description>"}' does not support nested options.\n${lib.concatStringsSep "\n" names}";

  # `options.a.b = …` beside an option `a` that is a submodule declares into it.
  asSubmodule = decl:
    decl
    // {
      options = lib.mkOption {
        type = lib.types.submoduleWith {
          modules = [{inherit (decl) options _file;}];
          shorthandOnlyDefinesConfig = null;
        };
      };
    };

  # One option out of all its declarations.
  mergeOptionDecls = loc: decls: let
    merged = foldl' (mergeDeclaration loc) {
      inherit loc;
      declarations = [];
      declarationPositions = [];
      submodules = [];
    } decls;
    type = merged.type or lib.types.unspecified;
  in
    removeAttrs merged ["submodules"]
    // {
      type =
        if type.getSubModules or null == null
        then type
        else type.substSubModules merged.submodules;
    };

  mergeDeclaration = loc: sofar: decl: let
    opt = decl.options;
    both = name: sofar ? ${name} && opt ? ${name};
    mergedType = sofar.type.typeMerge opt.type.functor;
    typesDiffer = both "type" && mergedType == null;
    conflict = typesDiffer || builtins.any both ["default" "example" "description" "apply"];
    submodules = opt.type.getSubModules or null;
  in
    if conflict
    then throw "The option `${showOption loc}' in `${decl._file}' is already declared in ${lib.showFiles sofar.declarations}."
    else
      sofar
      // opt
      // {
        declarations = sofar.declarations ++ [decl._file];
        declarationPositions =
          sofar.declarationPositions
          ++ optionals (decl.pos != null) [decl.pos];
        # Keep in mind where a submodule comes from, for messages.
        submodules =
          sofar.submodules
          ++ optionals (submodules != null) (map (lib.setDefaultModuleLocation decl._file) submodules);
      }
      // lib.optionalAttrs (both "type") {type = mergedType;};
in {
  inherit mergeModules mergeOptionDecls;
}
