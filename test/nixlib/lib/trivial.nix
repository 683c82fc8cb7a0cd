# Small functions on any value: composition, booleans, warnings, imports.
{lib}: let
  inherit (builtins) getEnv isAttrs trace;
in rec {
  inherit
    (builtins)
    add
    deepSeq
    genericClosure
    isBool
    isFloat
    isInt
    pathExists
    readFile
    seq
    sub
    ;

  id = x: x;
  const = x: _: x;
  flip = f: a: b: f b a;
  pipe = builtins.foldl' (value: f: f value);
  concat = x: y: x ++ y;
  or = x: y: x || y;
  and = x: y: x && y;
  xor = x: y: x != y;
  mergeAttrs = x: y: x // y;
  mapNullable = f: value:
    if value == null
    then null
    else f value;
  defaultTo = fallback: value:
    if value == null
    then fallback
    else value;

  boolToString = b:
    if b
    then "true"
    else "false";

  min = x: y:
    if x < y
    then x
    else y;
  max = x: y:
    if x > y
    then x
    else y;
  mod = base: int: base - (int * (builtins.div base int));
  compare = a: b:
    if a < b
    then -1
    else if a > b
    then 1
    else 0;

  importJSON = path: builtins.fromJSON (readFile path);

  # Failing and warning -----------------------------------------------------
  warn = message: value:
    if getEnv "NIX_ABORT_ON_WARN" == ""
    then trace "evaluation warning: ${message}" value
    else abort "NIX_ABORT_ON_WARN is set: ${message}";
  warnIf = condition: message:
    if condition
    then warn message
    else id;
  throwIf = condition: message:
    if condition
    then throw message
    else id;
  throwIfNot = condition: throwIf (!condition);
  # Functions that carry their argument names -------------------------------
  isFunction = f: builtins.isFunction f || (isAttrs f && f ? __functor && builtins.isFunction (f.__functor f));
  functionArgs = f:
    if isAttrs f && f ? __functor
    then f.__functionArgs or (functionArgs (f.__functor f))
    else builtins.functionArgs f;
  setFunctionArgs = f: args: {
    __functor = _: f;
    __functionArgs = args;
  };
  toFunction = value:
    if isFunction value
    then value
    else const value;
}
