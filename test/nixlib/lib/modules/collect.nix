# From what a user calls a module (path, function, set) to a flat list of records
# { _file, key, imports, disabledModules, options, config }, imports included, each once.
{lib}: let
  inherit (builtins) attrNames concatMap elem genericClosure isAttrs isList removeAttrs;
  unknownModule = "<unknown-file>";

  collectModules = {
    class,
    modulesPath,
    modules,
    args,
  }: let
    node = parentFile: parentKey: index: value: let
      module = loadModule args parentFile "${parentKey}:anon-${toString index}" value;
    in {
      inherit (module) key;
      module = checkClass class module;
      children = lib.imap1 (node module._file module.key) module.imports;
    };
    roots = lib.imap1 (node unknownModule "") modules;
    closure = keep:
      genericClosure {
        startSet = builtins.filter keep roots;
        operator = item: builtins.filter keep item.children;
      };
    disabled = concatMap (item: map (disabledKey modulesPath item.module._file) item.module.disabledModules) (closure (_: true));
    kept =
      if disabled == []
      then closure (_: true)
      else closure (item: !(elem item.key disabled));
  in
    map (item: item.module) kept;

  loadModule = args: file: key: value:
    if lib.isFunction value
    then unifyModuleSyntax file key (applyModuleArgs key value args)
    else if isAttrs value
    then
      if value._type or "module" == "module"
      then unifyModuleSyntax file key value
      else if elem value._type ["if" "override"]
      then unifyModuleSyntax file key {config = value;}
      else throw "Expected a module, but found a value of type \"${value._type}\".\n\nIt is among the modules or imports of ${file}."
    else if isList value
    then throw "Module imports can't be nested lists. Perhaps you meant to remove one level of lists? Definitions: ${lib.options.showDefs [{inherit file value;}]}"
    else let
      path = toString value;
      imported = import value;
    in
      unifyModuleSyntax path path (
        if lib.isFunction imported
        then applyModuleArgs path imported args
        else imported
      );

  # An argument that is named and not given comes from `_module.args`.
  applyModuleArgs = key: f: args: let
    named = builtins.mapAttrs (name: _:
      builtins.addErrorContext "while evaluating the module argument `${name}' in \"${key}\":"
      (args.${name} or args.config._module.args.${name})) (lib.functionArgs f);
  in
    f (args // named);

  # A module with `config` or `options` is written out; any other is all config.
  unifyModuleSyntax = file: key: module: let
    outer = ["_class" "_file" "key" "disabledModules" "imports" "options" "config" "meta" "freeformType"];
    stray = removeAttrs module outer;
    withMeta = config:
      if module ? meta
      then lib.mkMerge [config {inherit (module) meta;}]
      else config;
    withFreeform = config:
      if module ? freeformType
      then lib.mkMerge [config {_module.freeformType = module.freeformType;}]
      else config;
    common = {
      _class = module._class or null;
      _file = toString (module._file or file);
      key = toString (module.key or key);
      disabledModules = module.disabledModules or [];
      imports = module.imports or [];
    };
  in
    if !isAttrs module
    then throw "Module `${file}' does not look like a module: it is a value of type ${builtins.typeOf module}."
    else if module ? config || module ? options
    then
      if stray != {}
      then throw "Module `${key}' has an unsupported attribute `${builtins.head (attrNames stray)}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString (attrNames stray)}) into the explicit `config' attribute."
      else
        common
        // {
          options = module.options or {};
          config = withFreeform (withMeta (module.config or {}));
        }
    else
      common
      // {
        imports = module.require or [] ++ module.imports or [];
        options = {};
        config = withFreeform (removeAttrs module ["_class" "_file" "key" "disabledModules" "require" "imports" "freeformType"]);
      };

  checkClass = class: module:
    if class == null || module._class == null || module._class == class
    then module
    else throw "The module `${module._file}` (class: \"${module._class}\") cannot be imported into a module evaluation that expects class \"${class}\".";

  disabledKey = modulesPath: file: value:
    if builtins.isString value && builtins.substring 0 1 value != "/"
    then "${toString modulesPath}/${value}"
    else if lib.strings.isConvertibleWithToString value
    then toString value
    else value.key or (throw "Module `${file}' contains a disabledModules item that is an attribute set without a `key`.");

in {
  inherit collectModules unifyModuleSyntax;
  setDefaultModuleLocation = file: module: {
    _file = file;
    imports = [module];
  };
  importApply = path: staticArg: lib.setDefaultModuleLocation path (import path staticArg);
}
