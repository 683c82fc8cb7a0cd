# Option types: what a value may be, what the type is called, how definitions merge.
{lib}: let
  part = file: import file {inherit lib;};
in
  removeAttrs (part ./make.nix) ["elemTypeFunctor"]
  // part ./scalar.nix
  // part ./string.nix
  // part ./number.nix
  // part ./container.nix
  // part ./choice.nix
  // part ./submodule.nix
