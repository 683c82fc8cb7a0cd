# What nixpkgs documents of the emitted modules, with packages that throw when anything asks for them: an option whose
# default needs one and that has no defaultText fails here, as it would in a manual.
{
  lib,
  # The emitted tree.
  tree,
  extraModules ? [],
}: let
  stubs = import ../nixos-stubs/pkgs.nix {inherit lib;};
  throwing =
    builtins.mapAttrs (name: _: throw "the documentation asked for pkgs.${name}") stubs
    // {inherit (stubs) formats;};

  nixos = import ../nixos-stubs/eval.nix {
    inherit lib;
    pkgs = throwing;
    modules = [(tree + "/nixos/pi-agent")] ++ extraModules;
  };
  home = import ../home-manager-stubs/eval.nix {
    inherit lib;
    pkgs = throwing;
    modules = [(tree + "/home-manager/pi")];
  };

  # nixosOptionsDoc's own selection (nixos/lib/make-options-doc/default.nix).
  entry = option:
    lib.nameValuePair option.name (removeAttrs option ["internal" "name" "visible"]
      // {
        declarations = map (file: lib.removePrefix "${toString tree}/" (toString file)) option.declarations;
      });
  documented = options:
    map entry (builtins.filter (option: option.visible == true && !option.internal) (lib.optionAttrSetToDocList options));

  # Since 26.11 an option without a default is documented with the empty value of its type.
  undeclared = {options.list = lib.mkOption {type = lib.types.listOf lib.types.str;};};
  probe = lib.optionAttrSetToDocList (lib.evalModules {modules = [undeclared];}).options;

  # Since 25.11 a submodule that takes undeclared keys says so in its type's words.
  open = lib.types.submodule {freeformType = lib.types.attrsOf lib.types.str;};
in {
  namesOpenSubmodules = lib.hasPrefix "open submodule" open.description;
  options = builtins.listToAttrs (documented {m3ta.pi-agent = nixos.options.m3ta.pi-agent;} ++ documented {coding = home.options.coding;});
  showsEmptyValues = builtins.any (option: option.loc == ["list"] && option ? default) probe;
}
