# The module system: syntax, arguments, imports, priorities over subtrees, freeform, renames, errors.
lib: let
  inherit (lib) evalModules mkEnableOption mkIf mkMerge mkOption mkPackageOption types;
  inherit (import ./support.nix lib) configOf derivationLike;
  int = mkOption {type = types.int;};
  str = mkOption {type = types.str;};
  list = mkOption {
    type = types.listOf types.str;
    default = [];
  };
  point.options = {
    x = int;
    y = mkOption {default = 0;};
  };
  pkgs = {
    tool = derivationLike;
    set.inner = derivationLike;
  };
  open = {
    freeformType = types.attrsOf types.str;
    options.known = mkOption {
      type = types.int;
      default = 1;
    };
  };
  # An alias needs somewhere to warn.
  warnings = {
    options.warnings = mkOption {
      type = types.listOf types.str;
      default = [];
    };
    options.assertions = mkOption {
      type = types.listOf types.unspecified;
      default = [];
    };
  };
in {
  # Syntax
  "set" = configOf [point {x = 1;}];
  "written out" = configOf [point {config.x = 1;}];
  "function" = configOf [({lib, ...}: {options.a = lib.mkOption {default = 1;};})];
  "function of all arguments" = configOf [(args: {options.a = args.lib.mkOption {default = args ? config && args ? options;};})];
  "imports" = configOf [{imports = [point {x = 1;}];}];
  "nested imports order" = (configOf [{options.l = list;} {imports = [{l = ["inner"];}]; l = ["outer"];} {l = ["after"];}]).l;
  "same key once" = (configOf [{options.l = list;} {key = "k"; l = ["a"];} {key = "k"; l = ["b"];}]).l;
  "disabledModules by key" = (configOf [{options.l = list;} {key = "k"; l = ["a"];} {disabledModules = [{key = "k";}];}]).l;
  "disabledModules reaches imports" = (configOf [{options.l = list;} {key = "k"; imports = [{l = ["a"];}];} {disabledModules = [{key = "k";}];}]).l;
  "mkIf as a module" = configOf [point (mkIf true {x = 1;})];
  "mkMerge in config" = configOf [point {config = mkMerge [{x = 1;} {y = 2;}];}];
  "meta is config" = configOf [{options.meta.a = int;} {options = {}; meta.a = 1;}];
  "stray attribute" = configOf [point {config.x = 1; y = 2;}];
  "list as a module" = configOf [[point]];
  "option as config" = configOf [point {x = 1; z = mkOption {};}];
  "imported type" = configOf [types.str];
  "a string in the options" = configOf [{options.a = "b";}];
  "a value over a set of options" = configOf [{options.a.b = int;} {a = 1;}];
  "an option below an option" = configOf [{options.a = str;} {options.a.b = int;}];
  "an option below a submodule" = configOf [{options.a = mkOption {type = types.submodule {}; default = {};};} {options.a.b = mkOption {default = 1;};}];
  "class" = (evalModules {class = "nixos"; modules = [{_class = "nixos"; options.a = mkOption {default = 1;};}];}).config;
  "class mismatch" = (evalModules {class = "nixos"; modules = [{_class = "homeManager"; _file = "m.nix";}];}).config;

  # Arguments
  "_module.args" = configOf [({extra, ...}: {options.a = mkOption {default = extra;};}) {_module.args.extra = 3;}];
  "_module.args inside mkIf" = configOf [({extra, ...}: {options.a = mkOption {default = extra;};}) (mkIf true {_module.args.extra = 3;})];
  "specialArgs in imports" = (evalModules {
    modules = [({extra, ...}: {imports = [extra];})];
    specialArgs.extra = {options.a = mkOption {default = 5;};};
  }).config;
  "config refers to config" = configOf [point ({config, ...}: {x = 1; y = config.x + 1;})];
  "options argument" = configOf [point ({options, ...}: {x = 1; y = lib.boolToString options.x.isDefined + options.x.type.name;})];
  "extendModules" = ((evalModules {modules = [point {x = 1;}];}).extendModules {modules = [{y = 7;}];}).config;
  "prefix in messages" = (evalModules {prefix = ["a" "b"]; modules = [point];}).config;
  "type of an evaluation" = (evalModules {modules = [{options.a = mkOption {type = (evalModules {modules = [point];}).type;};} {a.x = 2;}];}).config;
  "importApply like" = configOf [(lib.setDefaultModuleLocation "here.nix" point) {x = 1;}];

  # Definitions that do not fit
  "no such option" = configOf [point {x = 1; z = 2;}];
  "no such option below" = configOf [{options.a.b = int;} {a.b = 1; a."c d".e = 2;}];
  "no options at all" = configOf [{z = 2;}];
  "no value" = (configOf [point]).x;
  "check off" = configOf [point {x = 1; z = 2; _module.check = false;}];
  "mkIf false hides nothing unknown" = configOf [point {x = 1; z = mkIf false 2;}];
  "file in the message" = configOf [point {_file = "here.nix"; x = "a";}];
  "declared twice" = configOf [{options.a = mkOption {default = 1;};} {options.a = mkOption {default = 2;};}];
  "declared twice, merged type" = (evalModules {modules = [{options.a = mkOption {type = types.enum ["a"];};} {options.a = mkOption {type = types.enum ["b"];};}];}).options.a.type.description;
  "declared twice, submodules" = configOf [{options.a = mkOption {type = types.submodule point;};} {options.a = mkOption {type = types.submodule {options.z = mkOption {default = 3;};};};} {a.x = 1;}];
  "declared twice, types differ" = configOf [{options.a = int;} {options.a = str;}];
  "readOnly" = configOf [{options.a = mkOption {readOnly = true; default = 1;};}];
  "readOnly set" = configOf [{options.a = mkOption {readOnly = true; default = 1; type = types.int;};} {a = 2;}];
  "apply" = configOf [{options.a = mkOption {type = types.int; apply = n: n + 1;};} {a = 1;}];

  # Facts about an option
  "option facts" = let
    options = (evalModules {modules = [point {_file = "f.nix"; x = lib.mkForce 1;}];}).options;
  in [options.x.isDefined options.x.value options.x.highestPrio options.x.files options.x.definitions options.x.loc options.y.highestPrio (toString options.x) options.y.isDefined];
  "definitionsWithLocations" = (evalModules {modules = [point {_file = "f.nix"; x = 1;}];}).options.x.definitionsWithLocations;
  "showOptionWithDefLocs" = lib.showOptionWithDefLocs (evalModules {modules = [point {_file = "f.nix"; x = 1;}];}).options.x;
  "undefined option" = (evalModules {modules = [point];}).options.x.isDefined;
  "mkDerivedConfig" = configOf [({options, ...}: {options = point.options; config.x = 2; config.y = lib.mkDerivedConfig options.x (n: n * 2);})];

  # Freeform
  "freeform" = configOf [open {known = 2; other = "a";}];
  "freeform wrong" = configOf [open {other = 1;}];
  "freeform known stays typed" = configOf [open {known = "a";}];
  "freeform merges" = configOf [{freeformType = types.attrsOf (types.listOf types.str);} {a = ["x"];} {a = ["y"];}];
  "freeform beside nested options" = configOf [{freeformType = types.attrsOf types.anything; options.a.b = mkOption {default = 1;};} {a.c = 2; d.e = 3;}];
  "freeform drops mkIf false" = configOf [open {other = mkIf false "a";}];
  "freeform mkForce" = configOf [open {other = "a";} {other = lib.mkForce "b";}];
  "freeform submodule" = configOf [{options.s = mkOption {type = types.submodule open;};} {s.other = "a";} {s.known = 9;}];
  "freeform submodule wrong" = configOf [{options.s = mkOption {type = types.submodule open;};} {s.other = 1;}];
  "freeform unknown name in a plain submodule" = configOf [{options.s = mkOption {type = types.submodule point;};} {s = {x = 1; zz = 1;};}];
  "freeform through _module" = configOf [{_module.freeformType = types.attrsOf types.int;} {a = 1;}];
  "freeform refers to config" = configOf [open ({config, ...}: {known = 3; other = toString config.known;})];

  # Constructors
  "mkEnableOption" = removeAttrs (mkEnableOption "the thing") ["type"];
  "mkPackageOption" = let
    option = mkPackageOption pkgs "tool" {};
  in [option.default.name option.defaultText option.description option.type.description];
  "mkPackageOption nullable" = let
    option = mkPackageOption pkgs "tool" {nullable = true; default = null; example = "set.inner"; extraDescription = "More.";};
  in [(option ? default) option.example option.description option.type.description];
  "mkPackageOption path" = let
    option = mkPackageOption pkgs ["set" "inner"] {pkgsText = "p"; example = ["set" "a b"];};
  in [option.default.name option.defaultText option.example option.description];
  "mkPackageOption nullable value" = configOf [{options.p = mkPackageOption pkgs "tool" {nullable = true;};} {p = null;}];
  "literals" = [(lib.literalExpression "a") (lib.literalMD "b")];
  "literalExpression wants a string" = lib.literalExpression 1;

  # Renames
  "renamed" = configOf [warnings {options.new.a = int; imports = [(lib.mkRenamedOptionModule ["old"] ["new" "a"])];} {_file = "f.nix"; old = 3;}];
  "renamed unused" = configOf [warnings {options.new = mkOption {default = 1;}; imports = [(lib.mkRenamedOptionModule ["old"] ["new"])];}];
  "renamed keeps the priority" = (configOf [warnings {options.new = int; imports = [(lib.mkRenamedOptionModule ["old"] ["new"])];} {old = lib.mkForce 3; new = 4;}]).new;
  "alias" = configOf [{options.new = int; imports = [(lib.mkAliasOptionModule ["old"] ["new"])];} {old = 3;}];
  "removed unused" = (configOf [warnings {imports = [(lib.mkRemovedOptionModule ["old"] "Use new.")];}]).assertions;
  "removed used" = (configOf [warnings {imports = [(lib.mkRemovedOptionModule ["old"] "Use new.")];} {_file = "f.nix"; old = 1;}]).assertions;
  "removed read" = (configOf [warnings {imports = [(lib.mkRemovedOptionModule ["old"] "Use new.")];}]).old;
  "changed" = configOf [warnings {options.new = int; imports = [(lib.mkChangedOptionModule ["old"] ["new"] (config: config.old + 1))];} {_file = "f.nix"; old = 3;}];
  "merged" = configOf [warnings {options.new = int; imports = [(lib.mkMergedOptionModule [["a"] ["b"]] ["new"] (config: config.a + config.b))];} {_file = "f.nix"; a = 3; b = 4;}];
}
