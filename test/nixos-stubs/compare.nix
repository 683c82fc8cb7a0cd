# Where stub options are not what the real modules declare: a list of sentences, empty
# where all agree. Compares the types of every stub option, submodules included, and the
# defaults that are plain data.
{
  lib,
  # Option trees, as lib.evalModules gives them.
  stubs,
  real,
  # Names that may differ.
  except,
}: let
  documented = options:
    builtins.filter (option: !(lib.elem "_module" option.loc || lib.elem option.name except))
    (lib.optionAttrSetToDocList options);

  # The option at a place of the tree, looking into submodules.
  at = loc: node:
    if loc == [] || node == null
    then node
    else if lib.isOption node
    then below loc (node.type.getSubOptions [])
    else at (lib.tail loc) (node.${lib.head loc} or null);
  below = loc: node:
    if lib.elem (lib.head loc) ["<name>" "*"]
    then below (lib.tail loc) node
    else at loc node;

  plainDefault = option: let
    shown = builtins.tryEval (builtins.toJSON option.default);
  in
    if option ? defaultText || !(option ? default) || !shown.success
    then null
    else shown.value;

  differences = option: let
    theirs = at option.loc real;
    ours = at option.loc stubs;
  in
    if theirs == null
    then ["${option.name} is not there"]
    else
      lib.optional (theirs.type.description != option.type) "${option.name} is a ${theirs.type.description}, not a ${option.type}"
      ++ lib.optional (plainDefault theirs != null && plainDefault ours != plainDefault theirs)
      "${option.name} is ${plainDefault theirs} by default, not ${toString (plainDefault ours)}";
in
  lib.concatMap differences (documented stubs)
