# Every type against the same sample values, and its name and description.
lib: let
  inherit (lib) types;
  inherit (import ./support.nix lib) derivationLike;
  samples = [null true 0 1 (-1) 6 255 256 65535 65536 (-129) 1.5 (-0.5) "" " \n" "a" "a\n" "a\nb" "a:b" "abc1" "/x" "x/y" derivationLike.outPath /etc [] ["a"] [1] [null] {} {a = 1;} {a = "b";} {a = null;} derivationLike (_: 1)];
  shell = derivationLike // {shellPath = "/bin/sh";};

  inherit (types) attrsOf either enum lazyAttrsOf listOf nonEmptyListOf nullOr str submodule;
  point = submodule {options.a = lib.mkOption {type = types.int;};};
  all = {
    inherit (types) anything attrs bool commas envVar float int lines nonEmptyStr number optionType package;
    inherit (types) path pathInStore port raw shellPackage singleLineStr str unspecified deferredModule;
    inherit (types.ints) unsigned positive u8 u16 u32 s8 s16 s32;
    "ints.between" = types.ints.between 1 5;
    "ints.between negative" = types.ints.between (-5) (-1);
    "numbers.between" = types.numbers.between 0.5 2;
    "numbers.nonnegative" = types.numbers.nonnegative;
    "numbers.positive" = types.numbers.positive;
    "enum" = enum ["a" 1 null true 1.5];
    "enum of one" = enum ["a"];
    "enum of none" = enum [];
    "nullOr" = nullOr str;
    "nullOr listOf" = nullOr (listOf types.int);
    "nullOr either" = nullOr (either str types.int);
    "listOf" = listOf str;
    "listOf nullOr" = listOf (nullOr types.int);
    "listOf either" = listOf (either types.int str);
    "listOf listOf" = listOf (listOf str);
    "listOf enum" = listOf (enum ["a" "b"]);
    "listOf submodule" = listOf point;
    "nonEmptyListOf" = nonEmptyListOf str;
    "attrsOf" = attrsOf types.int;
    "attrsOf listOf" = attrsOf (listOf types.int);
    "attrsOf submodule" = attrsOf point;
    "lazyAttrsOf" = lazyAttrsOf str;
    "either" = either str types.int;
    "either of compounds" = either (listOf str) (nullOr str);
    "either nullOr first" = either (nullOr str) types.int;
    "oneOf" = types.oneOf [str types.int types.bool];
    "submodule" = point;
    "nullOr submodule" = nullOr point;
    "submodule freeform" = submodule {freeformType = attrsOf types.int;};
    "submoduleWith description" = types.submoduleWith {
      modules = [];
      description = "a point";
    };
    "strMatching" = types.strMatching "[a-z]+[0-9]?";
    "strMatching quoted" = types.strMatching "\"\\$";
    "addCheck" = types.addCheck str (s: s != "a");
    "coercedTo" = types.coercedTo types.int toString str;
    "coercedTo compound" = types.coercedTo (listOf str) toString (nullOr str);
    "functionTo" = types.functionTo str;
    "functionTo either" = types.functionTo (either str types.int);
    "separatedString" = types.separatedString ":";
    "uniq" = types.uniq str;
    "unique" = types.unique {message = "only once";} types.int;
    "passwdEntry" = types.passwdEntry str;
    "passwdEntry path" = types.passwdEntry types.path;
  };
  describe = type: {
    inherit (type) name description descriptionClass;
    accepts = map (value: type.check value) samples;
    empty = type.emptyValue ? value;
  };
in
  lib.mapAttrs (_: describe) all
  // {
    "shellPackage takes a shell" = types.shellPackage.check shell;
    "isType" = [(lib.isType "option" {_type = "option";}) (lib.isType "option" {}) (lib.isType "a" (lib.setType "a" {}))];
    "mkOptionType defaults" = let
      type = lib.mkOptionType {name = "mine";};
    in {
      inherit (type) name description;
      accepts = type.check 1;
      sub = type.getSubOptions [];
    };
    "int range upside down" = (types.ints.between 5 1).description;
    "oneOf nothing" = (types.oneOf []).description;
  }
