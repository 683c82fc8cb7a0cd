# Numbers: plain, in a range, and of a width in bits.
{lib}: let
  inherit (builtins) isFloat isInt;
  inherit (lib) mergeEqualOption;
  inherit (lib.types) addCheck either float int mkOptionType number;

  # `within type "intBetween" description accepts`: the type with its range in the name.
  within = base: name: description: descriptionClass: accepts:
    addCheck base accepts // {inherit name description descriptionClass;};
  between = base: name: what: lowest: highest:
    lib.throwIf (lowest > highest) "${if base.name == "int" then "ints" else "numbers"}.between: lowest must be smaller than highest"
    (within base name "${what} between ${show lowest} and ${show highest} (both inclusive)" "noun"
      (n: n >= lowest && n <= highest));
  show = builtins.toJSON;

  integerOf = name: bits: lowest: highest:
    within int name "${toString bits} bit ${if lowest < 0 then "signed" else "unsigned"} integer; between ${toString lowest} and ${toString highest} (both inclusive)" "noun"
    (n: n >= lowest && n <= highest);
in {
  int = mkOptionType {
    name = "int";
    description = "signed integer";
    descriptionClass = "noun";
    check = isInt;
    merge = mergeEqualOption;
  };

  float = mkOptionType {
    name = "float";
    description = "floating point number";
    descriptionClass = "noun";
    check = isFloat;
    merge = mergeEqualOption;
  };

  number = either int float;

  ints = {
    between = between int "intBetween" "integer";
    unsigned = within int "unsignedInt" "unsigned integer, meaning >=0" "nonRestrictiveClause" (n: n >= 0);
    positive = within int "positiveInt" "positive integer, meaning >0" "nonRestrictiveClause" (n: n > 0);
    u8 = integerOf "unsignedInt8" 8 0 255;
    u16 = integerOf "unsignedInt16" 16 0 65535;
    u32 = integerOf "unsignedInt32" 32 0 4294967295;
    s8 = integerOf "signedInt8" 8 (-128) 127;
    s16 = integerOf "signedInt16" 16 (-32768) 32767;
    s32 = integerOf "signedInt32" 32 (-2147483648) 2147483647;
  };
  port = lib.types.ints.u16;

  numbers = {
    between = lowest: highest:
      between number "numberBetween" "integer or floating point number" lowest highest
      // {descriptionClass = "conjunction";};
    nonnegative = within number "numberNonnegative" "nonnegative integer or floating point number, meaning >=0" "nonRestrictiveClause" (n: n >= 0);
    positive = within number "numberPositive" "positive integer or floating point number, meaning >0" "nonRestrictiveClause" (n: n > 0);
  };
}
