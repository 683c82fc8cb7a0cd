# users.users and users.groups (nixos/modules/config/users-groups.nix).
{
  config,
  lib,
  pkgs,
  ...
}: let
  inherit (lib) mkDefault mkIf mkMerge mkOption types;
  # The kernel's limit, which NixOS checks by `apply`.
  shortName = what: name:
    assert lib.assertMsg (builtins.stringLength name < 32) "${what} '${name}' is longer than 31 characters which is not allowed!"; name;
  flag = default:
    mkOption {
      type = types.bool;
      inherit default;
    };

  user = {
    name,
    config,
    ...
  }: {
    options = {
      name = mkOption {
        type = types.passwdEntry types.str;
        apply = shortName "Username";
      };
      description = mkOption {
        type = types.passwdEntry types.str;
        default = "";
      };
      uid = mkOption {
        type = types.nullOr types.int;
        default = null;
      };
      isSystemUser = flag false;
      isNormalUser = flag false;
      group = mkOption {
        type = types.str;
        apply = shortName "Group name";
        default = "";
      };
      extraGroups = mkOption {
        type = types.listOf types.str;
        default = [];
      };
      home = mkOption {
        type = types.passwdEntry types.path;
        default = "/var/empty";
      };
      homeMode = mkOption {
        type = types.strMatching "[0-7]{1,5}";
        default = "700";
      };
      shell = mkOption {
        type = types.nullOr (types.either types.shellPackage (types.passwdEntry types.path));
        default = pkgs.shadow;
      };
      createHome = flag false;
      useDefaultShell = flag false;
      hashedPassword = mkOption {
        type = types.nullOr (types.passwdEntry types.str);
        default = null;
      };
      packages = mkOption {
        type = types.listOf types.package;
        default = [];
      };
      linger = flag false;
    };
    config = mkMerge [
      {name = mkDefault name;}
      (mkIf config.useDefaultShell {shell = mkDefault pkgs.bashInteractive;})
      (mkIf config.isNormalUser {
        group = mkDefault "users";
        createHome = mkDefault true;
        home = mkDefault "/home/${config.name}";
        useDefaultShell = mkDefault true;
        isSystemUser = mkDefault false;
      })
    ];
  };

  group = {
    name,
    config,
    ...
  }: {
    options = {
      name = mkOption {type = types.passwdEntry types.str;};
      gid = mkOption {
        type = types.nullOr types.int;
        default = null;
      };
      members = mkOption {
        type = types.listOf (types.passwdEntry types.str);
        default = [];
      };
    };
    config = {
      name = mkDefault name;
      members = membersOf config.name;
    };
  };
  membersOf = groupName:
    lib.mapAttrsToList (_: u: u.name) (lib.filterAttrs (_: u: lib.elem groupName u.extraGroups) config.users.users);
in {
  options.users = {
    users = mkOption {
      type = types.attrsOf (types.submodule user);
      default = {};
    };
    groups = mkOption {
      type = types.attrsOf (types.submodule group);
      default = {};
    };
  };

  config = {
    users.users.root = {
      uid = 0;
      group = "root";
      home = "/root";
      isSystemUser = true;
    };
    users.groups.root.gid = 0;
    users.groups.users.gid = 100;
    assertions =
      lib.mapAttrsToList (name: u: {
        assertion = name == "root" || u.isNormalUser != u.isSystemUser;
        message = "Exactly one of users.users.${name}.isSystemUser and users.users.${name}.isNormalUser must be set.";
      })
      config.users.users
      ++ lib.mapAttrsToList (name: u: {
        assertion = u.group != "";
        message = "users.users.${name}.group is unset. This used to default to nogroup, but this is unsafe.";
      })
      config.users.users;
  };
}
