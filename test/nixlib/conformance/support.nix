# What the cases share.
lib: rec {
  # The value of an option `x` of this type, from these definitions in that order.
  define = type: definitions: declared {inherit type;} definitions;
  declared = option: definitions:
    (lib.evalModules {
      modules = [{options.x = lib.mkOption option;}] ++ map (x: {config.x = x;}) definitions;
    })
    .config
    .x;
  configOf = modules: (lib.evalModules {inherit modules;}).config;
  derivationLike = {
    type = "derivation";
    name = "tool-1.2";
    outPath = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-tool-1.2";
  };
  # Strings that end a quote, a word, a line or a substitution somewhere.
  hostile = ["" " " "a b" "it's" "\"q\"" "$HOME" "\${x}" "$\${x}" "`id`" "\\" "a\nb" "\ttab" "-n" "*" "~" "a;b" "&&" "ü" "''" "%h" "a=b" "[s]" "#c" "!"];
}
