# Attribute sets, lists and trivial functions.
lib: let
  inherit (import ./support.nix lib) derivationLike;
  deep = {
    a = {
      b = 1;
      c = {};
    };
    d = null;
    "e f" = [1];
  };
in {
  # Paths
  "attrByPath" = [(lib.attrByPath ["a" "b"] 0 deep) (lib.attrByPath ["a" "x"] 0 deep) (lib.attrByPath [] 0 {}) (lib.attrByPath ["d" "x"] 0 deep)];
  "hasAttrByPath" = [(lib.hasAttrByPath ["a" "c"] deep) (lib.hasAttrByPath ["a" "c" "x"] deep) (lib.hasAttrByPath [] deep) (lib.hasAttrByPath ["d" "x"] deep)];
  "getAttrFromPath" = lib.getAttrFromPath ["a" "b"] deep;
  "getAttrFromPath missing" = lib.getAttrFromPath ["a" "x"] deep;
  "setAttrByPath" = [(lib.setAttrByPath ["a" "b c"] 1) (lib.setAttrByPath [] 1)];
  "showAttrPath" = map lib.showAttrPath [[] ["a" "b c"]];
  "showOption" = map lib.showOption [["a" "b"] ["a" "b c" "<name>" "d"] ["a" "*" "d"] ["a" "1"] ["a" "\${x}"] ["a" ""]];

  # Mapping and filtering
  "mapAttrs'" = lib.mapAttrs' (n: v: lib.nameValuePair "x-${n}" v) {a = 1; b = 2;};
  "mapAttrsToList" = lib.mapAttrsToList (n: v: "${n}${toString v}") {b = 2; a = 1;};
  "mapAttrsRecursive" = lib.mapAttrsRecursive (path: v: [path v]) deep;
  "mapAttrsRecursiveCond" = lib.mapAttrsRecursiveCond (v: !(v ? b)) (path: v: path) deep;
  "filterAttrs" = lib.filterAttrs (_: v: v != null) deep;
  "filterAttrsRecursive" = lib.filterAttrsRecursive (_: v: v != null && v != 1) deep;
  "genAttrs" = lib.genAttrs ["a" "b"] (n: n + n);
  "concatMapAttrs" = lib.concatMapAttrs (n: v: {${n} = v; "${n}2" = v;}) {a = 1;};
  "attrsToList" = lib.attrsToList {b = 2; a = 1;};
  "collect" = lib.collect builtins.isInt deep;
  "foldlAttrs" = lib.foldlAttrs (acc: n: v: acc ++ [n v]) [] {b = 2; a = 1;};
  "foldAttrs" = lib.foldAttrs (x: acc: [x] ++ acc) [] [{a = 1;} {a = 2; b = 3;}];
  "cartesianProduct" = lib.cartesianProduct {a = [1 2]; b = [3 4];};
  "mapCartesianProduct" = lib.mapCartesianProduct ({a, b}: a + b) {a = [1 2]; b = [3 4];};
  "optionalAttrs" = [(lib.optionalAttrs true {a = 1;}) (lib.optionalAttrs false {a = 1;})];
  "getAttrs" = [(lib.getAttrs ["a"] {a = 1; b = 2;}) (lib.attrVals ["b" "a"] {a = 1; b = 2;})];
  "catAttrs" = lib.catAttrs "a" [{a = 1;} {} {a = 2;}];

  # Merging
  "recursiveUpdate" = lib.recursiveUpdate deep {a.b = 2; a.x = 3; d.y = 4; "e f" = [];};
  "recursiveUpdate replaces" = lib.recursiveUpdate {a.b = 1;} {a = 2;};
  "recursiveUpdateUntil" = lib.recursiveUpdateUntil (path: _: _: path == ["a"]) {a.b = 1; c.d = 1;} {a.x = 2; c.y = 2;};
  "zipAttrs" = [(lib.zipAttrs [{a = 1;} {a = 2; b = 3;}]) (lib.zipAttrsWith (n: vs: {inherit n vs;}) [{a = 1;} {a = 2;}]) (lib.zipAttrsWithNames ["a"] (_: vs: vs) [{a = 1; b = 1;}])];
  "mergeAttrsList" = lib.mergeAttrsList [{a = 1; b = 1;} {a = 2;}];
  "unionOfDisjoint" = lib.attrsets.unionOfDisjoint {a = 1;} {b = 2;};
  "matchAttrs" = [(lib.matchAttrs {a.b = 1;} deep) (lib.matchAttrs {a.b = 2;} deep)];
  "overrideExisting" = lib.overrideExisting {a = 1;} {a = 2; b = 3;};
  "isDerivation" = map lib.isDerivation [derivationLike {} 1 {type = "x";}];

  # Lists
  "optional" = [(lib.optional true 1) (lib.optional false 1) (lib.optionals true [1]) (lib.optionals false [1]) (lib.singleton 1) (lib.toList 1) (lib.toList [1])];
  "flatten" = lib.flatten [1 [2 [3]] [] "a"];
  "range" = [(lib.range 2 4) (lib.range 3 2) (lib.lists.replicate 2 "a")];
  "folds" = [(lib.foldr (a: b: a + b) "z" ["a" "b"]) (lib.foldl (a: b: a + b) "z" ["a" "b"]) (lib.foldl' (a: b: a + b) "z" ["a" "b"])];
  "imap" = [(lib.imap0 (i: x: "${toString i}${x}") ["a" "b"]) (lib.imap1 (i: x: "${toString i}${x}") ["a" "b"])];
  "find" = [(lib.findFirst (x: x > 1) 0 [1 2 3]) (lib.findFirst (x: x > 5) 0 [1]) (lib.findSingle (x: x > 1) 0 9 [1 2 3]) (lib.lists.findFirstIndex (x: x == 2) null [1 2])];
  "any all count" = [(lib.any (x: x) [false true]) (lib.all (x: x) []) (lib.count (x: x > 1) [1 2 3])];
  "slices" = [(lib.take 2 [1 2 3]) (lib.take 9 [1]) (lib.drop 2 [1 2 3]) (lib.drop 9 [1]) (lib.sublist 1 1 [1 2 3]) (lib.last [1 2]) (lib.init [1 2]) (lib.head [1 2]) (lib.tail [1 2]) (lib.reverseList [1 2])];
  "last of nothing" = lib.last [];
  "init of nothing" = lib.init [];
  "sorts" = [(lib.sort (a: b: a < b) [3 1 2]) (lib.sortOn (x: -x) [1 3 2]) (lib.naturalSort ["v10" "v9" "a" "v9-1" ""]) (lib.compareLists lib.compare [1 2] [1 3]) (lib.compareLists lib.compare [1] [])];
  "sets of a list" = [(lib.unique [1 2 1]) (lib.allUnique [1 1]) (lib.intersectLists [1 2] [2 3]) (lib.subtractLists [1] [1 2]) (lib.mutuallyExclusive [1] [2]) (lib.remove 1 [1 2 1])];
  "groups" = [(lib.groupBy (x: if x > 1 then "big" else "small") [1 2 3]) (lib.groupBy' (a: b: a + b) 0 (x: if x > 1 then "big" else "small") [1 2 3]) (lib.partition (x: x > 1) [1 2])];
  "zips" = [(lib.zipLists [1 2] ["a"]) (lib.zipListsWith (a: b: a + b) [1 2] [3 4])];
  "hasPrefix of lists" = [(lib.lists.hasPrefix [1] [1 2]) (lib.lists.hasPrefix [2] [1 2]) (lib.lists.removePrefix [1] [1 2])];
  "toposort" = [(lib.toposort (a: b: a < b) [3 1 2]) (lib.toposort (a: b: lib.elem a b.after or []) ["a"]) (lib.toposort (a: b: true) [1 2]).cycle];
  "forEach" = lib.forEach [1 2] (x: x + 1);

  # Trivial
  "pipe" = lib.pipe 1 [(x: x + 1) (x: x * 3)];
  "flip const id" = [(lib.flip (a: b: a - b) 1 2) (lib.const 1 2) (lib.id 3) (lib.mapNullable (x: x + 1) null) (lib.mapNullable (x: x + 1) 1)];
  "numbers" = [(lib.min 1 2) (lib.max 1 2) (lib.mod 7 3) (lib.mod (-7) 3) (lib.compare 1 2) (lib.xor true false)];
  "functions" = [(lib.isFunction (x: x)) (lib.isFunction {__functor = _: x: x;}) (lib.functionArgs ({a, b ? 1}: a)) (lib.functionArgs (lib.setFunctionArgs (x: x) {a = true;})) (lib.toFunction 1 2)];
  "defaultTo" = [(lib.defaultTo 1 null) (lib.defaultTo 1 2) (lib.mergeAttrs {a = 1;} {a = 2;})];
  "files" = [(lib.fileContents ./files/a.txt) (lib.importJSON ./files/b/c.json)];
  "listFilesRecursive" = map (path: lib.removePrefix "${toString ./.}/" (toString path)) (lib.filesystem.listFilesRecursive ./files);
  "throwIf" = lib.throwIf true "no" 1;
  "throwIfNot" = lib.throwIfNot true "no" 1;
  "warnIf" = lib.warnIf false "no" 1;
  "assertMsg" = lib.assertMsg false "why";
  "assertOneOf" = lib.assertOneOf "colour" "red" ["blue" "green"];
  "extend" = (lib.extend (final: prev: {mine = final.id 1; id = x: prev.id x + 1;})).mine;
  "fix" = (lib.fix (self: {a = 1; b = self.a + 1;})).b;
  "composeExtensions" = lib.fix (lib.extends (lib.composeExtensions (_: p: {a = p.a + 1;}) (f: p: {b = f.a + p.a;})) (_: {a = 1;}));
  "makeExtensible" = ((lib.makeExtensible (self: {a = 1; b = self.a;})).extend (_: _: {a = 2;})).b;
}
