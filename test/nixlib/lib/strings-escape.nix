# Strings: putting a value into shell, Nix, XML, URL, regex or C text so that it stays one value.
{lib}: let
  inherit (builtins) isAttrs isList match replaceStrings toJSON;
  inherit (lib) concatStringsSep mapAttrsToList stringToCharacters;
  # The printable characters of ASCII in order, so that an index gives the code.
  printable = stringToCharacters " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  codes =
    builtins.listToAttrs (lib.imap0 (i: c: lib.nameValuePair c (i + 32)) printable)
    // {
      "\t" = 9;
      "\n" = 10;
      "\r" = 13;
    };
  hexDigits = stringToCharacters "0123456789ABCDEF";
  hexOf = c: let
    code = codes.${c} or (throw "only printable ASCII, tab, newline and carriage return can be escaped, not ${toJSON c}");
  in
    builtins.elemAt hexDigits (code / 16) + builtins.elemAt hexDigits (lib.mod code 16);
  keywords = ["assert" "else" "if" "in" "inherit" "let" "or" "rec" "then" "with"];
in rec {
  escape = characters: replaceStrings characters (map (c: "\\${c}") characters);
  escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
  escapeXML = replaceStrings ["\"" "'" "<" ">" "&"] ["&quot;" "&apos;" "&lt;" "&gt;" "&amp;"];

  # Shell: words of safe characters stay bare, the rest goes in single quotes.
  escapeShellArg = value: let
    s = toString value;
  in
    if match "[[:alnum:],._+:@%/-]+" s == null
    then "'${replaceStrings ["'"] ["'\\''"] s}'"
    else s;
  escapeShellArgs = lib.concatMapStringsSep " " escapeShellArg;
  toShellVar = name: value:
    lib.throwIfNot (lib.isValidPosixName name) "toShellVar: ${name} is not a valid shell variable name" (
      if isAttrs value && !lib.isStringLike value
      then "declare -A ${name}=(${concatStringsSep " " (mapAttrsToList (n: v: "[${escapeShellArg n}]=${escapeShellArg v}") value)})"
      else if isList value
      then "declare -a ${name}=(${escapeShellArgs value})"
      else "${name}=${escapeShellArg value}"
    );
  toShellVars = vars: concatStringsSep "\n" (mapAttrsToList toShellVar vars);

  # Nix: JSON's escapes are Nix's, but for the start of an antiquotation.
  escapeNixString = s: escape ["$"] (toJSON s);
  escapeNixIdentifier = s:
    if match "[a-zA-Z_][a-zA-Z0-9_'-]*" s != null && !(builtins.elem s keywords)
    then s
    else escapeNixString s;

  # Percent-encoding of everything RFC 3986 does not call unreserved.
  escapeURL = let
    unreserved = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  in
    s:
      lib.concatMapStrings (c:
        if builtins.elem c unreserved
        then c
        else "%${hexOf c}") (stringToCharacters s);
  escapeC = characters: replaceStrings characters (map (c: "\\x${lib.toLower (hexOf c)}") characters);
}
