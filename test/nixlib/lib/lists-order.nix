# Lists: sorting and topological order.
{lib}: rec {
  inherit (builtins) sort;

  sortOn = key: list:
    map (pair: pair.value) (sort (a: b: a.key < b.key) (map (value: {
        key = key value;
        inherit value;
      })
      list));

  compareLists = compare: xs: ys:
    if xs == []
    then
      if ys == []
      then 0
      else -1
    else if ys == []
    then 1
    else let
      first = compare (builtins.head xs) (builtins.head ys);
    in
      if first != 0
      then first
      else compareLists compare (builtins.tail xs) (builtins.tail ys);

  # Digits compare as numbers: "v9" before "v10".
  naturalSort = list: let
    chunks = s:
      map (part:
        if builtins.isList part
        then lib.toIntBase10 (builtins.head part)
        else part) (builtins.split "(0|[1-9][0-9]*)" s);
    less = a: b: compareLists lib.compare a.key b.key < 0;
  in
    map (pair: pair.value) (sort less (map (value: {
        key = chunks value;
        inherit value;
      })
      list));

  # Depth first along `before` from the first item: `minimal` is one that nothing
  # else comes before, or `cycle` tells who waits for whom.
  listDfs = stopOnCycles: before: list: let
    walk = us: visited: rest: let
      split = builtins.partition (x: before x us) rest;
      cycles = builtins.filter (x: before x us) visited;
    in
      if stopOnCycles && cycles != []
      then {
        cycle = us;
        loops = cycles;
        inherit visited rest;
      }
      else if split.right == []
      then {
        minimal = us;
        inherit visited rest;
      }
      else walk (builtins.head split.right) ([us] ++ visited) (builtins.tail split.right ++ split.wrong);
  in
    walk (builtins.head list) [] (builtins.tail list);

  toposort = before: list: let
    step = listDfs true before list;
    rest = toposort before (step.visited ++ step.rest);
  in
    if builtins.length list < 2
    then {result = list;}
    else if step ? cycle
    then {
      cycle = lib.reverseList ([step.cycle] ++ step.visited);
      inherit (step) loops;
    }
    else if rest ? cycle
    then rest
    else {result = [step.minimal] ++ rest.result;};
}
