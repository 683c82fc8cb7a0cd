# Values as text: generators, pretty printing, and options as documentation data.
lib: let
  inherit (lib) generators mkOption types;
  inherit (import ./support.nix lib) derivationLike hostile;
  values = {
    string = "a";
    number = 1;
    yes = true;
    no = false;
    nothing = null;
    float = 1.5;
  };
  pretty = generators.toPretty {};
  documented = module: let
    inherit (lib.evalModules {modules = [module];}) options;
    ours = builtins.filter (option: !(lib.elem "_module" option.loc)) (lib.optionAttrSetToDocList options);
  in
    map (option: removeAttrs option ["declarations"]) ours;
in {
  "toJSON" = generators.toJSON {} {a = hostile;};
  "toKeyValue" = generators.toKeyValue {} values;
  "toKeyValue hostile" = generators.toKeyValue {} (lib.listToAttrs (lib.imap0 (i: value: {name = "k${toString i}"; inherit value;}) hostile));
  "toKeyValue key" = generators.toKeyValue {} {"a=b" = "c=d";};
  "toKeyValue lists" = generators.toKeyValue {listsAsDuplicateKeys = true;} {a = [1 2];};
  "toKeyValue list refused" = generators.toKeyValue {} {a = [1];};
  "toKeyValue own separator" = generators.toKeyValue {mkKeyValue = generators.mkKeyValueDefault {} ": ";} {a = 1;};
  "toKeyValue own value" = generators.toKeyValue {mkKeyValue = generators.mkKeyValueDefault {mkValueString = v: "<${toString v}>";} " ";} {a = 1;};
  "toINI" = generators.toINI {} {"a]b" = values; empty = {};};
  "toINI lists" = generators.toINI {listsAsDuplicateKeys = true;} {a.b = ["x" "y"];};
  "toINIWithGlobalSection" = generators.toINIWithGlobalSection {} {globalSection.a = 1; sections.s.b = 2;};
  "toINIWithGlobalSection without" = generators.toINIWithGlobalSection {} {globalSection = {}; sections.s.b = 2;};
  "mkValueStringDefault" = map (generators.mkValueStringDefault {}) ["a" 1 true false null derivationLike];
  "mkValueStringDefault set" = generators.mkValueStringDefault {} {a = 1;};

  "toPretty scalars" = map pretty (builtins.attrValues values ++ hostile);
  "toPretty compound" = pretty {a = [1 {b = [];} {}]; "c d" = "x\ny\n"; if' = null;};
  "toPretty one line" = generators.toPretty {multiline = false;} {a = [1 {b = [];}]; c = "x\ny";};
  "toPretty functions" = map pretty [(x: x) ({a, b ? 1}: a)];
  "toPretty derivation" = pretty derivationLike;
  "toPretty pretty values" = generators.toPretty {allowPrettyValues = true;} {a = {__pretty = v: "<${v}>"; val = "v";};};
  "toPretty indented" = generators.toPretty {indent = "    ";} {a = 1;};
  "toPretty path" = pretty /a/b;
  "withRecursion" = pretty (generators.withRecursion {depthLimit = 1; throwOnDepthLimit = false;} {a = 1;});
  "withRecursion too deep" = generators.withRecursion {depthLimit = 0;} {a.b = 1;};

  "showDefs" = lib.options.showDefs (map (value: {
    file = "f.nix";
    inherit value;
  }) [1 "a" "x\ny" {a.b = [1 2];} (x: x) [1 2 3 4 5 6 7 8] (throw "no") (lib.mkIf true 1)]);
  "showDefs deep" = lib.options.showDefs [
    {
      file = "f.nix";
      value.a.b.c.d.e.f.g.h.i.j.k.l = 1;
    }
  ];
  "showFiles" = lib.showFiles ["a" "b"];

  "docs scalars" = documented {
    options = {
      a = mkOption {
        type = types.int;
        default = 1;
        example = 2;
        description = "A number.";
      };
      b = mkOption {
        type = types.nullOr types.str;
        default = null;
        internal = true;
      };
      "c d" = mkOption {
        visible = false;
        readOnly = true;
      };
      e = lib.mkEnableOption "e";
    };
  };
  "docs default text" = documented {
    options.a = mkOption {
      type = types.package;
      default = throw "not to be evaluated";
      defaultText = lib.literalExpression "pkgs.a";
      example = lib.literalMD "as *you* like";
    };
  };
  "docs compound defaults" = documented {
    options.a = mkOption {
      type = types.attrsOf types.anything;
      default = {
        b = ["c" {d = "x\ny";}];
      };
    };
  };
  "docs submodules" = documented {
    options.users = mkOption {
      type = types.attrsOf (types.submodule ({name, ...}: {
        options.name = mkOption {
          type = types.str;
          default = name;
          defaultText = lib.literalExpression "name";
        };
        options.tags = mkOption {type = types.listOf (types.submodule {options.t = mkOption {type = types.int;};});};
      }));
    };
  };
  "docs freeform" = documented {
    options.s = mkOption {
      type = types.submodule {
        freeformType = types.attrsOf types.int;
        options.known = mkOption {type = types.int;};
      };
      default = {};
    };
  };
  "docs shallow" = documented {
    options.s = mkOption {
      visible = "shallow";
      type = types.submodule {options.known = mkOption {};};
    };
  };
  "docs choices" = documented {
    options.s = mkOption {
      type = types.nullOr (types.either types.str (types.submodule {options.known = mkOption {};}));
      default = null;
    };
    options.t = mkOption {type = types.coercedTo types.str (a: {inherit a;}) (types.submodule {options.a = mkOption {};});};
    options.u = mkOption {type = types.functionTo (types.submodule {options.a = mkOption {};});};
  };
  "docs of _module" = map (option: option.name) (lib.optionAttrSetToDocList (lib.evalModules {modules = [];}).options);
  "renderOptionValue" = map lib.options.renderOptionValue [1 "a" ["b"] (lib.literalExpression "c")];
}
