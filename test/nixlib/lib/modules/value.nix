# One option and its definitions become one value.
{lib}: let
  inherit (builtins) all concatMap head length;
  inherit (lib) showOption;
  inherit (lib.options) showDefs;
in {
  evalOptionValue = loc: opt: defs: let
    default = lib.optional (opt ? default) {
      file = head opt.declarations;
      value = lib.mkOptionDefault opt.default;
    };
    allDefs = default ++ defs;
    shownAlone = map (def: def // {value = (lib.mergeDefinitions loc opt.type [def]).mergedValue;}) allDefs;
    merged =
      if opt.readOnly or false && length allDefs > 1
      then throw "The option `${showOption loc}' is read-only, but it's set multiple times. Definition values:${showDefs shownAlone}"
      else lib.mergeDefinitions loc opt.type allDefs;
    value =
      if opt ? apply
      then opt.apply merged.mergedValue
      else merged.mergedValue;
  in
    opt
    // {
      value = builtins.addErrorContext "while evaluating the option `${showOption loc}':" value;
      inherit (merged) highestPrio isDefined;
      definitions = map (def: def.value) merged.defsFinal;
      definitionsWithLocations = merged.defsFinal;
      files = map (def: def.file) merged.defsFinal;
      __toString = _: showOption loc;
    };

  mergeDefinitions = loc: type: defs: let
    discharged = concatMap (def:
      map (value: {
        inherit (def) file;
        inherit value;
      }) (lib.dischargeProperties def.value))
    defs;
    overridden = lib.modules.filterOverrides' discharged;
    defsFinal = lib.sortProperties overridden.values;
    wrong = builtins.filter (def: !(type.check def.value)) defsFinal;
    mergedValue =
      if defsFinal == []
      then type.emptyValue.value or (throw "The option `${showOption loc}' was accessed but has no value defined. Try setting the option.")
      else if all (def: type.check def.value) defsFinal
      then type.merge loc defsFinal
      else throw "A definition for option `${showOption loc}' is not of type `${type.description}'. Definition values:${showDefs wrong}";
    isDefined = defsFinal != [];
  in {
    inherit defsFinal mergedValue isDefined;
    inherit (overridden) highestPrio;
    optionalValue = lib.optionalAttrs isDefined {value = mergedValue;};
  };
}
