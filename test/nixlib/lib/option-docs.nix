# Options as data for documentation: one flat list, submodules included.
{lib}: rec {
  literalExpression = text:
    if !builtins.isString text
    then throw "literalExpression expects a string."
    else {
      _type = "literalExpression";
      inherit text;
    };
  literalMD = text:
    if !builtins.isString text
    then throw "literalMD expects a string."
    else {
      _type = "literalMD";
      inherit text;
    };
  renderOptionValue = value:
    if value ? _type && value ? text
    then value
    else
      literalExpression (lib.generators.toPretty {
          multiline = true;
          allowPrettyValues = true;
        }
        value);

  optionAttrSetToDocList = optionAttrSetToDocList' [];
  optionAttrSetToDocList' = _: options:
    builtins.concatMap (opt: let
      name = lib.showOption opt.loc;
      visible = opt.visible or true;
      entry =
        {
          inherit (opt) loc;
          inherit name;
          description = opt.description or null;
          declarations = builtins.filter (file: file != "<unknown-file>") opt.declarations;
          internal = opt.internal or false;
          visible =
            if builtins.isBool visible
            then visible
            else visible == "shallow";
          readOnly = opt.readOnly or false;
          type = opt.type.description or "unspecified";
        }
        // lib.optionalAttrs (opt ? example) {
          example = builtins.addErrorContext "while evaluating the example of option `${name}`" (renderOptionValue opt.example);
        }
        // lib.optionalAttrs (opt ? defaultText || opt ? default) {
          default = builtins.addErrorContext "while evaluating the default of option `${name}`" (renderOptionValue (opt.defaultText or opt.default));
        }
        // lib.optionalAttrs (opt ? relatedPackages && opt.relatedPackages != null) {inherit (opt) relatedPackages;};
      nested = opt.type.getSubOptions opt.loc;
      descends = visible == true || visible == "transparent";
    in
      [entry] ++ lib.optionals (descends && nested != {}) (optionAttrSetToDocList' opt.loc nested))
    (lib.collect lib.isOption options);
}
