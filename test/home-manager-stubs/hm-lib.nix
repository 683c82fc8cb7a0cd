# lib.hm as far as a module of ours may use it: activation order and store names.
{lib}: rec {
  dag = rec {
    empty = {};
    isEntry = value: value ? data && value ? after && value ? before;
    entryBetween = before: after: data: {inherit data before after;};
    entryAnywhere = entryBetween [] [];
    entryAfter = entryBetween [];
    entryBefore = before: entryBetween before [];
  };

  # Only characters that a store path may have; "-" could start a version.
  strings.storeFileName = path: "hm_${lib.concatStrings (builtins.filter (c: builtins.match "[a-zA-Z0-9+._?=]" c != null) (lib.stringToCharacters path))}";

  types.dagOf = elemType:
    lib.types.attrsOf (lib.types.coercedTo elemType dag.entryAnywhere (lib.types.submodule {
      options = {
        data = lib.mkOption {type = elemType;};
        after = lib.mkOption {type = lib.types.listOf lib.types.str;};
        before = lib.mkOption {type = lib.types.listOf lib.types.str;};
      };
    }));
}
