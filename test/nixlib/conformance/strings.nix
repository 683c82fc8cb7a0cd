# Strings: everything that puts hostile text somewhere, and the everyday functions.
lib: let
  inherit (import ./support.nix lib) derivationLike hostile;
  inherit (lib) strings;
  withBin = derivationLike // {bin = derivationLike // {outPath = "/nix/store/bin";};};
in {
  # Escaping
  "escapeShellArg" = map lib.escapeShellArg hostile;
  "escapeShellArg of other values" = map lib.escapeShellArg [1 true false null ["a" "b"] derivationLike "a,b._+:@%/-"];
  "escapeShellArgs" = lib.escapeShellArgs hostile;
  "toShellVar string" = map (lib.toShellVar "v") hostile;
  "toShellVar list" = lib.toShellVar "v" hostile;
  "toShellVar set" = lib.toShellVar "v" {"a b" = "it's"; c = 1;};
  "toShellVar derivation" = lib.toShellVar "v" derivationLike;
  "toShellVar numbers" = map (lib.toShellVar "v") [1 true false null];
  "toShellVar bad name" = lib.toShellVar "a-b" 1;
  "toShellVars" = lib.toShellVars {a = 1; b = ["x" "y z"]; c.d = "e";};
  "isValidPosixName" = map lib.isValidPosixName ["a" "_A1" "1a" "a-b" "" "a\n"];
  "escapeNixString" = map strings.escapeNixString hostile;
  "escapeNixIdentifier" = map strings.escapeNixIdentifier (hostile ++ ["a" "a-b" "a'" "1a" "true" "_"]);
  "escapeXML" = map lib.escapeXML (hostile ++ ["<a b='c'>&"]);
  "escapeRegex" = map lib.escapeRegex (hostile ++ ["[a](b){c}.|^+?"]);
  "escapeURL" = map strings.escapeURL ["" "a b" "a/b?c=d&e#f" "~-_." "%"];
  "escapeC" = map (strings.escapeC [" " "\n" "\\" "\t"]) ["a b\n" "\\" "\t"];
  "escape" = lib.escape ["a" "$"] "a$b";

  # Joining and splitting
  "concat" = [(lib.concatStrings ["a" "b"]) (lib.concatMapStrings toString [1 2]) (lib.concatStringsSep "," ["a" "b"]) (lib.concatMapStringsSep "-" toString [1 2]) (lib.concatImapStrings (i: s: "${toString i}${s}") ["a" "b"]) (lib.concatImapStringsSep "," (i: s: "${toString i}${s}") ["a" "b"]) (lib.concatLines ["a" "b"]) (lib.concatMapAttrsStringSep ";" (n: v: "${n}${v}") {a = "1"; b = "2";})];
  "intersperse" = map (lib.intersperse "/") [[] ["a"] ["a" "b" "c"]];
  "splitString" = [(lib.splitString "." "a.b.") (lib.splitString "/" "") (lib.splitString "ab" "1ab2") (lib.splitString "|" "a|b") (lib.splitString "\n" "a\nb\n")];
  "stringToCharacters" = lib.stringToCharacters "abc";
  "affixes" = [(lib.hasPrefix "a" "ab") (lib.hasPrefix "" "") (lib.hasPrefix "abc" "ab") (lib.hasSuffix "b" "ab") (lib.hasSuffix "" "a") (lib.hasSuffix "xab" "ab") (lib.hasInfix "." "ab") (lib.hasInfix "." "a.b") (lib.hasInfix "" "a") (lib.hasInfix "a\nb" "xa\nbx")];
  "remove affixes" = [(lib.removePrefix "a" "ab") (lib.removePrefix "b" "ab") (lib.removeSuffix "b" "ab") (lib.removeSuffix "a" "ab") (lib.removeSuffix "" "ab") (lib.removePrefix "ab" "ab")];
  "trim" = map lib.trim ["" " " " a" "a " "\n a b\t\r\n" "a\nb "];
  "trimWith" = [(strings.trimWith {start = true;} " a ") (strings.trimWith {end = true;} " a ") (strings.trimWith {} " a ")];
  "optionalString" = [(lib.optionalString true "a") (lib.optionalString false "a")];
  "replaceStrings" = lib.replaceStrings ["a" "b"] ["b" "a"] "ab";
  "normalizePath" = map strings.normalizePath ["/a//b///c/" "a/b" ""];

  # Search paths
  "makeBinPath" = lib.makeBinPath [derivationLike withBin "/usr"];
  "makeSearchPath" = [(lib.makeSearchPath "bin" ["/a" null "/b"]) (lib.makeSearchPathOutput "dev" "include" [derivationLike]) (lib.makeLibraryPath [derivationLike])];
  "getExe" = [(lib.getExe (derivationLike // {meta.mainProgram = "x";})) (lib.getExe' derivationLike "y") (lib.getExe' withBin "y")];
  "getExe' of a path" = lib.getExe' derivationLike "a/b";
  "getExe of a string" = lib.getExe "/bin/sh";
  "getBin" = [(lib.getBin withBin).outPath (lib.getBin derivationLike).outPath (lib.getLib derivationLike).outPath (lib.getOutput "bin" withBin).outPath (lib.getOutput "doc" withBin).outPath];

  # Case, numbers, versions, names
  "case" = [(lib.toUpper "aZ1ü") (lib.toLower "aZ1Ü") (strings.toSentenceCase "hELLO")];
  "fixed width" = [(lib.fixedWidthString 5 "-" "ab") (lib.fixedWidthNumber 4 15)];
  "fixed width too long" = lib.fixedWidthString 1 "-" "ab";
  "toInt" = map lib.toInt ["12" " 3 " "-4" "0"];
  "toInt bad" = lib.toInt "1a";
  "toInt zero padded" = lib.toInt "007";
  "toIntBase10" = map lib.toIntBase10 ["007" "12" "0"];
  "versions" = [(lib.versionAtLeast "1.10" "1.9") (lib.versionAtLeast "1.9" "1.9") (lib.versionOlder "1.9" "1.10") (lib.versionOlder "257" "257.1") (lib.versions.major "1.2.3") (lib.versions.minor "1.2.3") (lib.versions.patch "1.2.3") (lib.versions.majorMinor "1.2.3") (lib.versions.pad 3 "1.2") (lib.versions.splitVersion "1.2-a")];
  "names" = [(lib.getName derivationLike) (lib.getName "a-b-1.2") (lib.getVersion derivationLike) (lib.getVersion "a-1.2") (lib.getName {pname = "x"; name = "y-1";}) (lib.nameFromURL "https://a/b-1.2.tar.gz" ".tar")];
  "sanitizeDerivationName" = map strings.sanitizeDerivationName ["a b" "..hidden" "" "a/b:c" "ok-1.2+_?="];

  # What a value is
  "isStringLike" = map lib.isStringLike ["a" 1 derivationLike {} {__toString = _: "a";} /a];
  "isConvertibleWithToString" = map strings.isConvertibleWithToString ["a" 1 null true [1 ["a"]] [{}] {}];
  "isStorePath" = map lib.isStorePath [derivationLike.outPath "${derivationLike.outPath}/bin" "/nix/store" "/a" "a" 1 derivationLike "/nix/store/a b"];
  "boolToString" = map lib.boolToString [true false];
  "floats" = map toString [1.5 (-0.25)];
}
