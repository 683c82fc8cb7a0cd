# Lists: building, searching, folding, slicing.
{lib}: let
  inherit (builtins) foldl' length;
in rec {
  inherit
    (builtins)
    all
    any
    concatLists
    concatMap
    elem
    elemAt
    filter
    foldl'
    genList
    head
    isList
    length
    map
    partition
    tail
    ;

  singleton = x: [x];
  forEach = xs: f: map f xs;
  optional = condition: x:
    if condition
    then [x]
    else [];
  optionals = condition: xs:
    if condition
    then xs
    else [];
  toList = x:
    if builtins.isList x
    then x
    else [x];
  flatten = x:
    if builtins.isList x
    then concatMap flatten x
    else [x];
  range = first: last:
    if first > last
    then []
    else genList (i: first + i) (last - first + 1);
  replicate = n: x: genList (_: x) n;

  foldr = op: nul: list: let
    count = length list;
    from = i:
      if i == count
      then nul
      else op (elemAt list i) (from (i + 1));
  in
    from 0;
  foldl = op: nul: list: let
    upTo = i:
      if i == -1
      then nul
      else op (upTo (i - 1)) (elemAt list i);
  in
    upTo (length list - 1);

  imap0 = f: list: genList (i: f i (elemAt list i)) (length list);
  imap1 = f: list: genList (i: f (i + 1) (elemAt list i)) (length list);

  remove = x: filter (y: y != x);
  count = pred: foldl' (n: x: n + (if pred x then 1 else 0)) 0;
  findFirstIndex = pred: default: list: let
    from = i:
      if i == length list
      then default
      else if pred (elemAt list i)
      then i
      else from (i + 1);
  in
    from 0;
  findFirst = pred: default: list: let
    matching = filter pred list;
  in
    if matching == []
    then default
    else head matching;
  findSingle = pred: default: multiple: list: let
    matching = filter pred list;
  in
    if matching == []
    then default
    else if length matching > 1
    then multiple
    else head matching;

  sublist = start: n: list:
    genList (i: elemAt list (start + i)) (lib.max 0 (lib.min n (length list - start)));
  take = sublist 0;
  drop = n: list: sublist n (length list) list;
  last = list:
    if list == []
    then throw "lists.last: list must not be empty!"
    else elemAt list (length list - 1);
  init = list:
    if list == []
    then throw "lists.init: list must not be empty!"
    else take (length list - 1) list;
  reverseList = list: genList (i: elemAt list (length list - 1 - i)) (length list);
  hasPrefix = prefix: list: take (length prefix) list == prefix;
  removePrefix = prefix: list:
    if hasPrefix prefix list
    then drop (length prefix) list
    else throw "lib.lists.removePrefix: First argument is not a list prefix of the second argument";

  zipListsWith = f: xs: ys:
    genList (i: f (elemAt xs i) (elemAt ys i)) (lib.min (length xs) (length ys));
  zipLists = zipListsWith (fst: snd: {inherit fst snd;});

  groupBy' = op: nul: key: list: builtins.mapAttrs (_: foldl' op nul) (groupBy key list);
  groupBy = builtins.groupBy;

  unique = foldl' (seen: x: if elem x seen then seen else seen ++ [x]) [];
  allUnique = list: length (unique list) == length list;
  intersectLists = wanted: filter (x: elem x wanted);
  subtractLists = unwanted: filter (x: !(elem x unwanted));
  mutuallyExclusive = xs: ys: !(any (x: elem x ys) xs);
}
