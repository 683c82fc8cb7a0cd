# Strings: joining, splitting, affixes, case, numbers, names of packages.
{lib}: let
  inherit (builtins) concatStringsSep elemAt filter genList head isString match replaceStrings split stringLength substring;
  inherit (lib.strings) stringToCharacters escapeRegex;
in {
  inherit
    (builtins)
    concatStringsSep
    isString
    match
    replaceStrings
    split
    storeDir
    stringLength
    substring
    unsafeDiscardStringContext
    ;

  # Whether at most so many letters have to be put in, taken out or replaced to make one string of the other.
  levenshteinAtMost = most: a: b: let
    rest = string: substring 1 (stringLength string) string;
    within = left: one: other:
      if left < 0
      then false
      else if one == "" || other == ""
      then stringLength one + stringLength other <= left
      else if substring 0 1 one == substring 0 1 other
      then within left (rest one) (rest other)
      else within (left - 1) (rest one) (rest other) || within (left - 1) (rest one) other || within (left - 1) one (rest other);
  in
    within most a b;

  # Joining -------------------------------------------------------------------
  concatStrings = concatStringsSep "";
  concatMapStrings = f: list: lib.concatStrings (map f list);
  concatImapStrings = f: list: lib.concatStrings (lib.imap1 f list);
  concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
  concatImapStringsSep = separator: f: list: concatStringsSep separator (lib.imap1 f list);
  concatMapAttrsStringSep = separator: f: set: concatStringsSep separator (lib.mapAttrsToList f set);
  concatLines = lib.concatMapStrings (line: line + "\n");
  intersperse = separator: list:
    lib.drop 1 (lib.concatMap (x: [separator x]) list);
  replicate = n: s: lib.concatStrings (lib.lists.replicate n s);
  optionalString = condition: s:
    if condition
    then s
    else "";
  makeSearchPath = subDir: paths: concatStringsSep ":" (map (path: path + "/" + subDir) (filter (path: path != null) paths));
  makeSearchPathOutput = output: subDir: packages: lib.makeSearchPath subDir (map (lib.getOutput output) packages);
  makeLibraryPath = packages: lib.makeSearchPath "lib" (map lib.getLib packages);
  makeBinPath = lib.makeSearchPathOutput "bin" "bin";

  # Splitting and affixes -----------------------------------------------------
  stringToCharacters = s: genList (i: substring i 1 s) (stringLength s);
  splitString = separator: s: filter isString (split (escapeRegex (toString separator)) (toString s));
  hasPrefix = prefix: s: substring 0 (stringLength prefix) s == prefix;
  hasSuffix = suffix: s: let
    rest = stringLength s - stringLength suffix;
  in
    rest >= 0 && substring rest (-1) s == suffix;
  hasInfix = infix: s: match ".*${escapeRegex infix}.*" "${s}" != null;
  removePrefix = prefix: s:
    if lib.hasPrefix prefix s
    then substring (stringLength prefix) (-1) s
    else s;
  removeSuffix = suffix: s:
    if lib.hasSuffix suffix s
    then substring 0 (stringLength s - stringLength suffix) s
    else s;
  trim = lib.trimWith {
    start = true;
    end = true;
  };
  trimWith = {
    start ? false,
    end ? false,
  }: s: let
    blank = "[ \t\r\n]*";
    tailOf = head (match "${lib.optionalString start blank}(.*)" s);
    # The last non-blank decides; POSIX matching is greedy, so the body ends on it.
    body = match "(.*[^ \t\r\n])${blank}" tailOf;
  in
    if !end
    then tailOf
    else if body == null
    then ""
    else head body;
  normalizePath = s: lib.concatStrings (filter isString (map (x: if isString x then x else "/") (split "/+" s)));

  # Case and numbers ----------------------------------------------------------
  upperChars = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  lowerChars = stringToCharacters "abcdefghijklmnopqrstuvwxyz";
  toLower = replaceStrings lib.upperChars lib.lowerChars;
  toUpper = replaceStrings lib.lowerChars lib.upperChars;
  toSentenceCase = s: lib.toUpper (substring 0 1 s) + lib.toLower (substring 1 (-1) s);
  fixedWidthString = width: filler: s:
    if stringLength s > width
    then throw "fixedWidthString: requested string length (${toString width}) must not be shorter than actual length (${toString (stringLength s)})"
    else lib.concatStrings (lib.lists.replicate (width - stringLength s) filler) + s;
  fixedWidthNumber = width: n: lib.fixedWidthString width "0" (toString n);
  toInt = s: let
    digits = match "[[:space:]]*(-?[[:digit:]]+)[[:space:]]*" s;
    leadingZero = match "[[:space:]]*0[[:digit:]]+[[:space:]]*" s != null;
  in
    if digits == null
    then throw "toInt: Could not convert ${lib.strings.escapeNixString s} to int."
    else if leadingZero
    then throw "toInt: Ambiguity in interpretation of ${lib.strings.escapeNixString s} between octal and zero padded integer."
    else builtins.fromJSON (head digits);
  toIntBase10 = s: let
    digits = match "[[:space:]]*0*(-?[[:digit:]]+)[[:space:]]*" s;
  in
    if digits == null
    then throw "toIntBase10: Could not convert ${lib.strings.escapeNixString s} to int."
    else builtins.fromJSON (head digits);

  # What a value is, as text ----------------------------------------------------
  isStringLike = x: isString x || builtins.isPath x || x ? outPath || x ? __toString;
  isConvertibleWithToString = x:
    lib.isStringLike x
    || builtins.elem (builtins.typeOf x) ["null" "int" "float" "bool"]
    || (builtins.isList x && builtins.all lib.strings.isConvertibleWithToString x);
  isStorePath = x:
    lib.isStringLike x
    && substring 0 1 (toString x) == "/"
    && (dirOf (toString x) == builtins.storeDir || match "/[0-9a-z]{52}" (toString x) != null);
  isValidPosixName = name: isString name && match "[a-zA-Z_][a-zA-Z0-9_]*" name != null;
  fileContents = file: lib.removeSuffix "\n" (builtins.readFile file);

  # Packages and versions --------------------------------------------------------------------
  getName = x:
    if isString x
    then (builtins.parseDrvName x).name
    else x.pname or (builtins.parseDrvName x.name).name;
  getVersion = x:
    if isString x
    then (builtins.parseDrvName x).version
    else x.version or (builtins.parseDrvName x.name).version;
  versionOlder = a: b: builtins.compareVersions b a == 1;
  versionAtLeast = a: b: !(lib.versionOlder a b);
  nameFromURL = url: separator: head (lib.splitString separator (lib.last (lib.splitString "/" url)));
  sanitizeDerivationName = s: let
    parts = filter isString (split "[^[:alnum:]+._?=-]+" (head (match "\\.*(.*)" (builtins.unsafeDiscardStringContext (toString s)))));
    joined = concatStringsSep "-" parts;
    excess = lib.max 0 (stringLength joined - 207);
  in
    if joined == ""
    then "unknown"
    else substring excess (-1) joined;
}
