# Properties: definitions that carry a condition, a priority or an order.
{lib}: let
  inherit (builtins) concatMap isBool mapAttrs;
  typeOf = value: value._type or "";
in rec {
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;
  defaultOverridePriority = 100;

  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };
  mkBefore = mkOrder 500;
  mkAfter = mkOrder 1500;
  defaultOrderPriority = 1000;

  # A definition of a whole subtree as definitions of its parts: the condition or
  # priority goes down to each attribute, so that asking for one asks for no other.
  pushDownProperties = cfg:
    if typeOf cfg == "merge"
    then concatMap pushDownProperties cfg.contents
    else if typeOf cfg == "if"
    then map (mapAttrs (_: mkIf cfg.condition)) (pushDownProperties cfg.content)
    else if typeOf cfg == "override"
    then map (mapAttrs (_: mkOverride cfg.priority)) (pushDownProperties cfg.content)
    else [cfg];

  # The values that a definition holds once its conditions are known.
  dischargeProperties = def:
    if typeOf def == "merge"
    then concatMap dischargeProperties def.contents
    else if typeOf def == "if"
    then
      if !isBool def.condition
      then throw "‘mkIf’ called with a non-Boolean condition"
      else lib.optionals def.condition (dischargeProperties def.content)
    else [def];

  # Of several definitions only those of the strongest (lowest) priority count.
  filterOverrides = defs: (filterOverrides' defs).values;
  filterOverrides' = defs: let
    priorityOf = def:
      if typeOf def.value == "override"
      then def.value.priority
      else defaultOverridePriority;
    highestPrio = builtins.foldl' (prio: def: lib.min prio (priorityOf def)) 9999 defs;
    strip = def:
      if typeOf def.value == "override"
      then def // {value = def.value.content;}
      else def;
  in {
    values = map strip (builtins.filter (def: priorityOf def == highestPrio) defs);
    inherit highestPrio;
  };

  # mkBefore and mkAfter; the sort is stable.
  sortProperties = defs: let
    strip = def:
      if typeOf def.value == "order"
      then
        def
        // {
          value = def.value.content;
          inherit (def.value) priority;
        }
      else def;
    priorityOf = def: def.priority or defaultOrderPriority;
  in
    if builtins.any (def: typeOf def.value == "order") defs
    then builtins.sort (a: b: priorityOf a < priorityOf b) (map strip defs)
    else defs;

  # A definition made from another option's value, as strong as that one's.
  mkDerivedConfig = opt: f: mkOverride (opt.highestPrio or defaultOverridePriority) (f opt.value);
  mkAliasAndWrapDefsWithPriority = wrap: opt:
    mkAliasIfDef opt (wrap (mkMerge (map (mkOverride (opt.highestPrio or defaultOverridePriority)) opt.definitions)));
  mkAliasIfDef = opt: mkIf (lib.isOption opt && opt.isDefined);
}
