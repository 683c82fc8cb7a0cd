# Attribute sets: paths into them, mapping, filtering, merging.
{lib}: let
  inherit (builtins) concatMap foldl' head isAttrs length tail;
in rec {
  inherit
    (builtins)
    attrNames
    attrValues
    catAttrs
    getAttr
    hasAttr
    intersectAttrs
    isAttrs
    listToAttrs
    mapAttrs
    removeAttrs
    zipAttrsWith
    ;

  attrByPath = path: default: set:
    if path == []
    then set
    else if isAttrs set && set ? ${head path}
    then attrByPath (tail path) default set.${head path}
    else default;
  hasAttrByPath = path: set:
    path == [] || (isAttrs set && set ? ${head path} && hasAttrByPath (tail path) set.${head path});
  getAttrFromPath = path: attrByPath path (abort "cannot find attribute '${lib.concatStringsSep "." path}'");
  setAttrByPath = path: value: lib.foldr (name: inner: {${name} = inner;}) value path;
  showAttrPath = path:
    if path == []
    then "<root attribute path>"
    else lib.concatMapStringsSep "." lib.strings.escapeNixIdentifier path;

  attrVals = names: set: map (name: set.${name}) names;
  getAttrs = names: set: lib.genAttrs names (name: set.${name});
  optionalAttrs = condition: set:
    if condition
    then set
    else {};
  genAttrs = names: f: listToAttrs (map (name: nameValuePair name (f name)) names);
  nameValuePair = name: value: {inherit name value;};

  mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
  mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
  attrsToList = mapAttrsToList nameValuePair;
  concatMapAttrs = f: set: mergeAttrsList (mapAttrsToList f set);
  mapAttrsRecursive = mapAttrsRecursiveCond (_: true);
  mapAttrsRecursiveCond = descend: f: let
    walk = path:
      mapAttrs (name: value: let
        here = path ++ [name];
      in
        if isAttrs value && descend value
        then walk here value
        else f here value);
  in
    walk [];

  filterAttrs = keep: set: removeAttrs set (builtins.filter (name: !(keep name set.${name})) (attrNames set));
  filterAttrsRecursive = keep: set:
    mapAttrs (_: value:
      if isAttrs value
      then filterAttrsRecursive keep value
      else value) (filterAttrs keep set);
  foldlAttrs = f: init: set: foldl' (acc: name: f acc name set.${name}) init (attrNames set);
  foldAttrs = op: nul: sets: zipAttrsWith (_: lib.foldr op nul) sets;
  collect = pred: value:
    if pred value
    then [value]
    else if isAttrs value
    then concatMap (collect pred) (attrValues value)
    else [];
  cartesianProduct = sets:
    foldl' (combinations: name: concatMap (set: map (value: set // {${name} = value;}) sets.${name}) combinations)
    [{}] (attrNames sets);
  mapCartesianProduct = f: sets: map f (cartesianProduct sets);

  zipAttrsWithNames = names: f: sets: lib.genAttrs names (name: f name (catAttrs name sets));
  zipAttrs = zipAttrsWith (_: values: values);
  mergeAttrsList = foldl' (a: b: a // b) {};
  unionOfDisjoint = a: b: let
    shared = attrNames (intersectAttrs a b);
  in
    if shared == []
    then a // b
    else throw "unionOfDisjoint: collision on ${lib.concatStringsSep ", " shared}";

  # The right side wins; where both hold a set and `stop` does not hold, descend.
  recursiveUpdateUntil = stop: let
    merge = path:
      zipAttrsWith (name: values: let
        here = path ++ [name];
      in
        if length values == 1 || stop here (lib.elemAt values 1) (head values)
        then head values
        else merge here values);
  in
    left: right: merge [] [right left];
  recursiveUpdate = recursiveUpdateUntil (_: left: right: !(isAttrs left && isAttrs right));
  matchAttrs = pattern: set:
    builtins.all (name:
      set ? ${name}
      && (
        if isAttrs pattern.${name} && isAttrs set.${name}
        then matchAttrs pattern.${name} set.${name}
        else pattern.${name} == set.${name}
      )) (attrNames pattern);
  overrideExisting = old: new: old // intersectAttrs old new;
}
