# Several definitions of one option, for each type: what they become, or why they do not.
lib: let
  inherit (lib) mkAfter mkBefore mkDefault mkForce mkIf mkMerge mkOption mkOrder mkOverride types;
  inherit (import ./support.nix lib) declared define derivationLike;
  inherit (types) attrsOf either enum lazyAttrsOf listOf nullOr str submodule;
  storePath = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-tool-1.2";
  person = submodule ({name, ...}: {
    options = {
      name = mkOption {
        type = str;
        default = name;
      };
      tags = mkOption {
        type = listOf str;
        default = [];
      };
    };
  });
in {
  # Scalars
  "bool same twice" = define types.bool [true true];
  "bool conflict" = define types.bool [true false];
  "bool rejects" = define types.bool ["yes"];
  "int conflict" = define types.int [1 2];
  "int rejects float" = define types.int [1.5];
  "float rejects int" = define types.float [1];
  "number takes both" = map (n: define types.number [n]) [1 1.5];
  "port rejects" = define types.port [65536];
  "ints.between rejects" = define (types.ints.between 1 5) [6];
  "positive rejects" = define types.ints.positive [0];
  "str conflict" = define str ["a" "b"];
  "str rejects" = define str [1];
  "str rejects null" = define str [null];
  "nonEmptyStr rejects" = define types.nonEmptyStr [" "];
  "strMatching rejects" = define (types.strMatching "[a-z]+") ["A"];
  "singleLineStr drops the newline" = define types.singleLineStr ["a\n"];
  "singleLineStr rejects" = define types.singleLineStr ["a\nb"];
  "lines" = define types.lines ["a" "b\n" "c"];
  "commas" = define types.commas ["a" "b"];
  "envVar" = define types.envVar ["a" "b"];
  "path keeps a string" = define types.path ["/a/b"];
  "path rejects relative" = define types.path ["a/b"];
  "path conflict" = define types.path ["/a" "/b"];
  "package" = (define types.package [derivationLike]).name;
  "package twice" = define types.package [derivationLike derivationLike];
  "package rejects" = define types.package ["tool"];
  "enum conflict" = define (enum ["a" "b"]) ["a" "b"];
  "enum rejects" = define (enum ["a" "b"]) ["c"];
  "raw" = define types.raw [{a = 1;}];
  "raw twice" = define types.raw [1 1];
  "uniq twice" = define (types.uniq str) ["a" "a"];
  "unique says why" = define (types.unique {message = "only once";} str) ["a" "b"];
  "passwdEntry rejects" = define (types.passwdEntry str) ["a:b"];
  "addCheck rejects" = define (types.addCheck types.int (n: n > 2)) [1];
  "optionType" = (define types.optionType [str]).name;
  "optionType merges" = (define types.optionType [(enum ["a"]) (enum ["b"])]).description;
  "optionType conflict" = (define types.optionType [str types.int]).description;

  # Untyped
  "unspecified lists" = define types.unspecified [[1] [2]];
  "unspecified sets" = define types.unspecified [{a = 1;} {b = 2;}];
  "unspecified strings" = define types.unspecified ["a" "b"];
  "unspecified bools" = define types.unspecified [true false];
  "unspecified ints" = define types.unspecified [1 1];
  "unspecified conflict" = define types.unspecified [1 2];
  "no type at all" = declared {} [[1] [2]];
  "anything sets" = define types.anything [{a.b = 1;} {a.c = 2;}];
  "anything lists" = define types.anything [["a"] ["b"]];
  "anything same lists" = define types.anything [["a"] ["a"]];
  "anything conflict" = define types.anything [1 2];
  "anything kinds differ" = define types.anything [1 "a"];
  "anything functions" = (define types.anything [(x: {a = x;}) (x: {b = x;})]) 1;
  "anything mkIf inside" = define types.anything [{a = mkIf false 1;} {b = mkIf true 2;}];
  "attrs later wins" = define types.attrs [{a = 1;} {a = 2;}];

  # Containers
  "listOf order" = define (listOf str) [["a"] ["b"] ["c"]];
  "listOf mkIf element" = define (listOf str) [[(mkIf false "a") (mkIf true "b")]];
  "listOf mkMerge element" = define (listOf str) [[(mkMerge ["a" "a"])]];
  "listOf element rejects" = define (listOf str) [["a" 1]];
  "listOf rejects" = define (listOf str) ["a"];
  "listOf mkBefore mkAfter" = define (listOf str) [["m"] (mkAfter ["z"]) (mkBefore ["a"]) (mkOrder 700 ["f"])];
  "nonEmptyListOf rejects" = define (types.nonEmptyListOf str) [[]];
  "attrsOf" = define (attrsOf types.int) [{a = 1;} {b = 2;}];
  "attrsOf conflict" = define (attrsOf types.int) [{a = 1;} {a = 2;}];
  "attrsOf element rejects" = define (attrsOf types.int) [{"a b".x = 1;}];
  "attrsOf drops mkIf false" = define (attrsOf types.int) [{a = mkIf false 1;}];
  "attrsOf mkForce element" = define (attrsOf types.int) [{a = 1;} {a = mkForce 2;}];
  "attrsOf mkIf around" = define (attrsOf types.int) [(mkIf false {a = 1;}) (mkIf true {b = 2;})];
  "lazyAttrsOf keeps the name" = lib.attrNames (define (lazyAttrsOf types.int) [{a = mkIf false 1;}]);
  "lazyAttrsOf has no value" = (define (lazyAttrsOf types.int) [{a = mkIf false 1;}]).a;
  "lazyAttrsOf empty value" = define (lazyAttrsOf (nullOr types.int)) [{a = mkIf false 1;}];
  "lazyAttrsOf refers to itself" = define (lazyAttrsOf types.int) [{a = 1;}];
  "attrsOf attrsOf" = define (attrsOf (attrsOf str)) [{a.b = "1";} {a.c = "2";}];
  "functionTo" = (define (types.functionTo (listOf str)) [(x: [x]) (x: [(x + "!")])]) "a";
  "functionTo rejects a result" = (define (types.functionTo str) [(x: x)]) 1;
  "attrsWith" = define (types.attrsWith {elemType = str;}) [{a = "b";}];

  # Choices
  "nullOr null" = define (nullOr str) [null null];
  "nullOr value" = define (nullOr (listOf str)) [["a"] ["b"]];
  "nullOr mixed" = define (nullOr str) [null "a"];
  "nullOr rejects" = define (nullOr str) [1];
  "either left" = define (either str types.int) ["a"];
  "either right merges" = define (either str (listOf str)) [["a"] ["b"]];
  "either mixed" = define (either str (listOf str)) ["a" ["b"]];
  "either rejects" = define (either str types.int) [[]];
  "oneOf" = map (v: define (types.oneOf [str types.int (listOf str)]) [v]) ["a" 1 ["b"]];
  "coercedTo converts" = define (types.coercedTo types.int toString str) [1];
  "coercedTo keeps" = define (types.coercedTo types.int toString str) ["1"];
  "coercedTo merges" = define (types.coercedTo str lib.singleton (listOf str)) ["a" ["b"]];
  "coercedTo rejects" = define (types.coercedTo types.int toString str) [null];
  "coercedTo bad result" = define (types.coercedTo str (s: s) types.int) ["a"];

  # Submodules
  "submodule name" = define (attrsOf person) [{ann = {};} {ann.tags = ["x"];} {ann.tags = ["y"];}];
  "submodule name is only a default" = define (attrsOf person) [{ann.name = "bob";}];
  "submodule in a list" = define (listOf (submodule {options.a = mkOption {default = 1;};})) [[{} {a = 2;}]];
  "submodule wants a value" = define (submodule {options.a = mkOption {type = str;};}) [{}];
  "submodule unknown option" = define person [{colour = "red";}];
  "submodule nested type error" = define (attrsOf person) [{ann.tags = "x";}];
  "submodule rejects" = define person [1];
  "submodule function" = define person [({name, ...}: {tags = [name];})];
  "submodule mkMerge" = define person [(mkMerge [{tags = ["a"];} {tags = ["b"];}])];
  "submodule nullOr" = define (nullOr person) [null];
  "submodule either" = define (listOf (either str person)) [["a" {name = "b";}]];
  "submodule config attribute is config" = define (submodule {options.config = mkOption {type = types.int;};}) [{config = 1;}];
  "submodule apply" = declared {
    type = person;
    apply = p: p.tags;
  } [{tags = ["a"];}];
  "submodule specialArgs" = define (types.submoduleWith {
    modules = [({extra, ...}: {options.a = mkOption {default = extra;};})];
    specialArgs.extra = 7;
  }) [{}];
  "submodule default applies below" = declared {
    type = person;
    default.tags = ["d"];
  } [{name = "n";}];
  "deferredModule" = lib.length (define types.deferredModule [{a = 1;} {b = 1;}]).imports;

  # Types of a module's own
  "own type" = define (lib.mkOptionType {
    name = "even";
    check = n: builtins.isInt n && lib.mod n 2 == 0;
    merge = loc: defs: [(lib.showOption loc) (lib.getValues defs) (lib.getFiles defs)];
  }) [2 4];
  "own type rejects" = define (lib.mkOptionType {
    name = "even";
    check = n: lib.mod n 2 == 0;
  }) [3];
  "own type by filterOverrides" = define (lib.mkOptionType {
    name = "raw list";
    merge = _: defs: lib.filterOverrides (map (def: def // {value = def.value.inner;}) defs);
  }) [{inner = 1;} {inner = mkForce 2;}];
  "own type after another" = define (types.addCheck types.str (s: s != "") // {description = "text";}) [""];

  # Priorities
  "mkDefault loses" = define types.int [(mkDefault 1) 2];
  "mkDefault alone" = define types.int [(mkDefault 1)];
  "mkForce wins" = define types.int [1 (mkForce 2)];
  "mkForce twice" = define types.int [(mkForce 1) (mkForce 2)];
  "mkForce list replaces" = define (listOf str) [["a"] (mkForce ["b"])];
  "mkOverride numbers" = define types.int [(mkOverride 30 1) (mkOverride 20 2) (mkForce 3)];
  "mkDefault beats the default" = declared {default = 1;} [(mkDefault 2)];
  "default is weakest" = declared {
    type = types.int;
    default = 1;
  } [(lib.mkOptionDefault 1)];
  "default list is replaced" = declared {
    type = listOf str;
    default = ["a"];
  } [["b"]];
  "mkIf mkForce" = define types.int [1 (mkIf true (mkForce 2))];
  "mkForce mkIf false" = define types.int [1 (mkIf false (mkForce 2))];
  "mkForce around mkBefore" = define (listOf str) [(mkForce (mkAfter ["b"])) (mkForce ["a"])];
  "mkMerge mixed priorities" = define types.int [(mkMerge [(mkDefault 1) 2])];
  "mkIf not a bool" = define types.int [(mkIf "yes" 1)];
  "lines mkBefore" = define types.lines ["b" (mkBefore "a")];
  "mkOrder in mkDefault" = define (listOf str) [(mkDefault (mkBefore ["a"])) (mkDefault ["b"])];
  "store path text" = define types.path [storePath];
}
