# Declaring options, naming them in messages, and the ways definitions merge.
{lib}: let
  inherit (builtins) all concatLists foldl' head isAttrs isBool isInt isList isString length;
  inherit (lib) concatMapStrings concatStringsSep;
  prioritySuggestion = "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";
in rec {
  isOption = value: lib.isType "option" value;
  mkOption = attrs: attrs // {_type = "option";};
  mkEnableOption = name:
    mkOption {
      type = lib.types.bool;
      default = false;
      example = true;
      description = "Whether to enable ${name}.";
    };

  # `default` is a path into pkgs: null for none, else a name or a list of names.
  mkPackageOption = pkgs: name: {
    nullable ? false,
    default ? name,
    example ? null,
    extraDescription ? "",
    pkgsText ? "pkgs",
  }: let
    name' =
      if isList name
      then lib.last name
      else name;
    path = lib.toList default;
    text = names: lib.literalExpression "${pkgsText}.${lib.showAttrPath names}";
  in
    mkOption (
      {
        type = (if nullable then lib.types.nullOr else lib.id) lib.types.package;
        description = "The ${name'} package to use.${lib.optionalString (extraDescription != "") " ${extraDescription}"}";
      }
      // lib.optionalAttrs (default == null && nullable) {inherit default;}
      // lib.optionalAttrs (default != null) {
        default = lib.attrByPath path (throw "${lib.showAttrPath path} cannot be found in ${pkgsText}") pkgs;
        defaultText = text path;
      }
      // lib.optionalAttrs (example != null) {
        example =
          if isList example
          then text example
          else lib.literalExpression example;
      }
    );

  # Merging -------------------------------------------------------------------
  getValues = map (def: def.value);
  getFiles = map (def: def.file);

  mergeOneOption = mergeUniqueOption {message = "";};
  mergeUniqueOption = {
    message,
    merge ? null,
  }: loc: defs:
    if length defs == 1
    then
      if merge == null
      then (head defs).value
      else merge loc defs
    else throw "The option `${showOption loc}' is defined multiple times while it's expected to be unique.\n${message}\nDefinition values:${showDefs defs}\n${prioritySuggestion}";

  mergeEqualOption = loc: defs:
    if defs == []
    then throw "The option `${showOption loc}' has no definitions to merge."
    else
      (foldl' (first: def:
        if def.value != first.value
        then throw "The option `${showOption loc}' has conflicting definition values:${showDefs [first def]}\n${prioritySuggestion}"
        else first) (head defs) (lib.drop 1 defs))
      .value;

  # For types without a merge of their own: what the values' kind suggests.
  mergeDefaultOption = loc: defs: let
    values = getValues defs;
  in
    if length values == 1
    then head values
    else if all isList values
    then concatLists values
    else if all isAttrs values
    then foldl' (a: b: a // b) {} values
    else if all isBool values
    then builtins.any (b: b) values
    else if all isString values
    then lib.concatStrings values
    else if all isInt values && all (x: x == head values) values
    then head values
    else throw "Cannot merge definitions of `${showOption loc}'. Definition values:${showDefs defs}";

  # Messages --------------------------------------------------------------------
  # `a."b c".<name>.d`: placeholders of option trees stay as they are.
  showOption = parts: let
    special = part:
      builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" part
      != null
      || builtins.match "<.*>" part != null
      || builtins.match "\\*|‹.*›" part != null;
    show = part:
      if special part
      then part
      else lib.strings.escapeNixString part;
  in
    concatStringsSep "." (map show parts);
  showOptionWithDefLocs = opt: "${showOption opt.loc}, with values defined in:\n${concatMapStrings (file: "  - ${file}\n") opt.files}";
  showFiles = files: concatStringsSep " and " (map (file: "`${file}'") files);

  # One line for each definition: where it stands, and the value as far as it can be shown.
  showDefs = defs:
    concatMapStrings (def: let
      shown = builtins.tryEval (lib.generators.toPretty {} (lib.generators.withRecursion {
          depthLimit = 10;
          throwOnDepthLimit = false;
        }
        def.value));
      lines = lib.splitString "\n" shown.value;
      firstLines = lib.take 5 lines ++ lib.optional (length lines > 5) "...";
      value =
        if !shown.success
        then ""
        else if length lines == 1
        then ": ${shown.value}"
        else ":${concatMapStrings (line: "\n    ${line}") firstLines}";
    in "\n- In `${def.file}'${value}")
    defs;
}
