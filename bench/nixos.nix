# A host in a whole NixOS: every module of a tree that has `nixos/modules`, with packages that are only names. What the
# options cost is so measured as it is on a real host, where packages cost the same with and without a module.
{
  lib,
  # The tree; it need not have packages.
  nixpkgs,
  # Names that its modules look for in `pkgs`.
  names,
  modules,
}: let
  derive = import ../test/nixos-stubs/derive-fake.nix {inherit lib;};
  platform = lib.systems.elaborate "x86_64-linux";

  # Whatever is asked of a package is that package.
  package = name: let
    self = derive {
      inherit name;
      pname = name;
      version = "300";
      buildCommand = "";
      meta.mainProgram = name;
      passthru =
        lib.genAttrs ["bin" "cc" "dev" "doc" "kernel" "kernelPackages" "lib" "libc" "man" "util-linux"] (_: self)
        // lib.genAttrs ["__functor" "extend" "override" "overrideAttrs" "withPackages"] (_: _: self)
        // {
          __functor = _: _: self;
          config = lib.genAttrs ["isEnabled" "isNo" "isSet" "isYes"] (_: _: true);
          features = {};
          interfaceVersion = 3;
          kernelAtLeast = _: true;
          kernelOlder = _: false;
          shellPath = "/bin/sh";
        };
    };
  in
    self;
  byName = name: lib.const (lib.const (package name));

  standIns = import ../test/nixos-stubs/pkgs.nix {inherit lib;};
  format = _: {
    type = lib.types.anything;
    lib.types.atom = lib.types.anything;
    generate = name: _: package name;
  };
  pkgs =
    lib.genAttrs names package
    // standIns
    // lib.genAttrs ["runCommand" "runCommandCC" "runCommandLocal"] (_: byName)
    // lib.genAttrs ["writeScript" "writeShellScript"] (_: name: _: package name)
    // lib.genAttrs ["buildEnv" "symlinkJoin" "writeShellApplication"] (_: given: package given.name)
    // lib.genAttrs ["buildPackages" "pkgsStatic" "pkgsi686Linux"] (_: pkgs)
    // lib.genAttrs ["replaceVars" "substituteAll"] (name: package name)
    // {
      inherit lib;
      inherit (platform) system;
      _type = "pkgs";
      path = nixpkgs;
      config = {};
      overlays = [];
      callPackage = _: _: package "called";
      formats = lib.genAttrs ["elixirConf" "gitIni" "hocon" "ini" "iniWithGlobalSection" "javaProperties" "keyValue" "libconfig" "lua" "php" "pythonVars" "systemd" "toml" "xml"] (_: format) // standIns.formats;
      stdenv =
        package "stdenv"
        // {
          inherit (platform) isAarch32 isAarch64 isLinux isi686 isx86_64;
          buildPlatform = platform;
          hostPlatform = platform;
          cc = package "cc";
        };
    };

  evaluated = lib.evalModules {
    class = "nixos";
    specialArgs = {
      inherit pkgs;
      utils = import (nixpkgs + "/nixos/lib/utils.nix") {
        inherit lib pkgs;
        inherit (evaluated) config;
      };
      modulesPath = toString (nixpkgs + "/nixos/modules");
      baseModules = [];
      extraModules = [];
      modules = [];
      noUserModules = null;
    };
    modules =
      import (nixpkgs + "/nixos/modules/module-list.nix")
      ++ [
        {
          # Takes packages out of the tree.
          disabledModules = ["misc/nixpkgs.nix" "misc/nixpkgs-flake.nix"];
          options.nixpkgs = lib.mkOption {type = lib.types.anything;};
          config = {
            _module.check = false;
            nixpkgs = {
              inherit (platform) system;
              buildPlatform = platform;
              config = {};
              hostPlatform = platform;
              overlays = [];
            };
            boot.loader.grub.enable = false;
            documentation.enable = false;
            fileSystems."/".device = "/dev/disk/by-label/nixos";
            fileSystems."/".fsType = "ext4";
            system.stateVersion = "25.05";
          };
        }
      ]
      ++ modules;
  };
in
  evaluated
  // {
    failedAssertions = map ({message, ...}: message) (builtins.filter ({assertion, ...}: !assertion) evaluated.config.assertions);
    inherit (evaluated.config) warnings;
  }
