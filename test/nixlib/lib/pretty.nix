# Any Nix value as readable Nix text, for error messages and option defaults.
{lib}: let
  inherit (builtins) isAttrs isList isString typeOf;
  inherit (lib) concatStringsSep mapAttrsToList;

  quoted = s: "\"${lib.replaceStrings ["\"" "\\" "\${" "\n"] ["\\\"" "\\\\" "\\\${" "\\n"] s}\"";

  # A string over several lines reads best between two pairs of quotes.
  indentedString = indentation: s: let
    lines = map (lib.replaceStrings ["''" "\${"] ["'''" "''\${"]) (lib.splitString "\n" s);
    continued = concatStringsSep "\n${indentation}  " (lib.init lines);
    last = lib.last lines;
  in
    "''\n${indentation}  ${continued}\n${indentation}"
    + lib.optionalString (last != "") "  ${last}"
    + "''";
in {
  toPretty = {
    multiline ? true,
    allowPrettyValues ? false,
    indent ? "",
  }: let
    show = indentation: value: let
      inner = "${indentation}  ";
      gap =
        if multiline
        then "\n${inner}"
        else " ";
      close =
        if multiline
        then "\n${indentation}"
        else " ";
      attribute = name: v: "${lib.strings.escapeNixIdentifier name} = ${show inner v};";
      functionText = let
        args = lib.functionArgs value;
        shown = concatStringsSep ", " (mapAttrsToList (name: optional:
          if optional
          then "${name}?"
          else name)
        args);
      in
        if args == {}
        then "<function>"
        else "<function, args: {${shown}}>";
    in
      if builtins.isInt value
      then toString value
      else if builtins.isFloat value
      then builtins.toJSON value
      else if isString value
      then
        if multiline && lib.hasInfix "\n" value
        then indentedString indentation value
        else quoted value
      else if value == true
      then "true"
      else if value == false
      then "false"
      else if value == null
      then "null"
      else if builtins.isPath value
      then toString value
      else if isList value
      then
        if value == []
        then "[ ]"
        else "[${gap}${lib.concatMapStringsSep gap (show inner) value}${close}]"
      else if lib.isFunction value
      then functionText
      else if isAttrs value
      then
        if allowPrettyValues && value ? __pretty && value ? val
        then value.__pretty value.val
        else if value == {}
        then "{ }"
        else if value.type or null == "derivation"
        then "<derivation ${value.name or "???"}>"
        else "{${gap}${concatStringsSep gap (mapAttrsToList attribute value)}${close}}"
      else throw "generators.toPretty: a ${typeOf value} cannot be shown";
  in
    show indent;

  # A value cut off below a depth, so that showing it ends.
  withRecursion = {
    depthLimit,
    throwOnDepthLimit ? true,
  }: let
    tooDeep = depth: value:
      if depth <= depthLimit
      then value
      else if throwOnDepthLimit
      then throw "Exceeded maximum eval-depth limit of ${toString depthLimit} while trying to evaluate with `generators.withRecursion'!"
      else "<unevaluated>";
    # What has no name or index of its own counts one level deeper.
    cut = depth: value:
      tooDeep depth (
        if isAttrs value && !lib.isDerivation value && !(value ? __functor)
        then
          lib.mapAttrs (name: v:
            if lib.hasPrefix "__" name
            then v
            else cut (depth + 1) v)
          value
        else if isList value
        then map (cut (depth + 1)) value
        else tooDeep (depth + 1) value
      );
  in
    cut 0;
}
