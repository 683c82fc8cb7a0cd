# Strings and paths.
{lib}: let
  inherit (builtins) isString match;
  inherit (lib) hasPrefix isStringLike mergeEqualOption;
  inherit (lib.types) addCheck mkOptionType separatedString str;
  pathType = description: accepts:
    mkOptionType {
      name = "path";
      inherit description;
      descriptionClass = "noun";
      check = value: isStringLike value && accepts (toString value);
      merge = mergeEqualOption;
    };
in {
  str = mkOptionType {
    name = "str";
    description = "string";
    descriptionClass = "noun";
    check = isString;
    merge = mergeEqualOption;
  };

  nonEmptyStr = mkOptionType {
    name = "nonEmptyStr";
    description = "non-empty string";
    descriptionClass = "noun";
    check = value: isString value && match "[ \t\n]*" value == null;
    inherit (str) merge;
  };

  # A newline at the very end is allowed, and dropped.
  singleLineStr = mkOptionType {
    name = "singleLineStr";
    description = "(optionally newline-terminated) single-line string";
    descriptionClass = "noun";
    check = value: isString value && match "[^\n\r]*\n?" value != null;
    merge = loc: defs: lib.removeSuffix "\n" (str.merge loc defs);
  };

  strMatching = pattern:
    mkOptionType {
      name = "strMatching ${lib.strings.escapeNixString pattern}";
      description = "string matching the pattern ${pattern}";
      descriptionClass = "noun";
      check = value: isString value && match pattern value != null;
      inherit (str) merge;
      functor =
        lib.types.defaultFunctor "strMatching"
        // {
          type = payload: lib.types.strMatching payload.pattern;
          payload = {inherit pattern;};
          binOp = a: b:
            if a == b
            then a
            else null;
        };
    };

  separatedString = separator:
    mkOptionType {
      name = "separatedString";
      description = "strings concatenated with ${builtins.toJSON separator}";
      descriptionClass = "noun";
      check = isString;
      merge = _: defs: builtins.concatStringsSep separator (lib.getValues defs);
      functor =
        lib.types.defaultFunctor "separatedString"
        // {
          type = payload: separatedString payload.sep;
          payload = {sep = separator;};
          binOp = a: b:
            if a == b
            then a
            else null;
        };
    };
  lines = separatedString "\n";
  commas = separatedString ",";
  envVar = separatedString ":";

  # One field of /etc/passwd.
  passwdEntry = entryType:
    addCheck entryType (value: !(lib.hasInfix ":" value || lib.hasInfix "\n" value))
    // {
      name = "passwdEntry ${entryType.name}";
      description = "${lib.types.optionDescriptionPhrase (class: class == "noun") entryType}, not containing newlines or colons";
      descriptionClass = "nonRestrictiveClause";
    };

  path = pathType "absolute path" (hasPrefix "/");
  pathInStore = pathType "path in the Nix store" (path: match "${lib.strings.escapeRegex builtins.storeDir}/[^.].*" path != null);
}
