{
  home-manager,
  lib,
  pkgs,
  self,
}: let
  host = lib.nixosSystem {
    modules = [
      self.nixosModules.default
      ../examples/nixos-config/hosts/m3-kratos
      {nixpkgs.hostPlatform = pkgs.stdenv.hostPlatform.system;}
    ];
  };
  home = home-manager.lib.homeManagerConfiguration {
    inherit pkgs;
    modules = [
      self.homeManagerModules.default
      {
        coding.agents.pi = {
          enable = true;
          settings.quietStartup = true;
        };
        home = {
          username = "m3tam3re";
          homeDirectory = "/home/m3tam3re";
          stateVersion = "25.11";
        };
      }
    ];
  };

  inherit (host) config;
  policy = config.systemd.services."pi-agent-".serviceConfig;

  # What the guide's host gets, with the hashes of store paths left out: they follow nixpkgs.
  facts = {
    sudoers = builtins.filter (lib.hasInfix "NOPASSWD") (lib.splitString "\n" config.security.sudo.configFile);
    dropIn = policy;
    inherit (config.users.users.pi-agent) group home isSystemUser;
    directories = builtins.filter (lib.hasInfix "pi-agent") config.systemd.tmpfiles.rules;
    homeFiles = builtins.filter (lib.hasInfix "/.pi/") (map (file: "/${file.target}") (builtins.attrValues home.config.home.file));
  };
  withoutHashes = text:
    lib.concatMapStrings (part:
      if builtins.isList part
      then "<hash>"
      else part) (builtins.split "[0-9a-z]{32}" text);
  actual = builtins.fromJSON (withoutHashes (builtins.unsafeDiscardStringContext (builtins.toJSON facts)));
  golden = builtins.fromJSON (builtins.readFile ./golden/m3-kratos.json);
  differing = builtins.filter (name: actual.${name} or null != golden.${name} or null) (builtins.attrNames (actual // golden));
in
  {
    modules-fresh = self.lib.mkFreshnessCheck {
      inherit pkgs;
      modules = ../modules;
      regenerate = "nix run .#generate";
    };

    home-m3tam3re = pkgs.writeText "home-m3tam3re-evaluates" (builtins.unsafeDiscardStringContext home.activationPackage.drvPath);

    goldens =
      if differing == []
      then pkgs.writeText "goldens" (builtins.toJSON actual)
      else throw "nix/golden/m3-kratos.json: ${lib.concatStringsSep ", " differing} evaluate to something else: ${builtins.toJSON actual}";

    # sudoers(5) has no second reader but visudo itself.
    sudoers = pkgs.runCommand "sudoers-accepted" {nativeBuildInputs = [pkgs.sudo];} ''
      visudo -cf ${pkgs.writeText "sudoers" config.security.sudo.configFile}
      touch "$out"
    '';

    # 1.3 of 10 is what the policy leaves open; more means that a property was lost.
    exposure = let
      service = lib.generators.toINI {listsAsDuplicateKeys = true;} {Service = policy // {ExecStart = "/bin/true";};};
    in
      pkgs.runCommand "exposure-at-most-1.3" {nativeBuildInputs = [pkgs.systemd];} ''
        systemd-analyze security --no-pager --offline=true --threshold=13 ${pkgs.writeText "pi-agent-session.service" service} | tee "$out"
      '';

    style = pkgs.runCommand "nix-style" {nativeBuildInputs = [pkgs.alejandra pkgs.statix pkgs.deadnix];} ''
      alejandra --check ${../modules}
      statix check ${../modules}
      deadnix --fail ${../modules}
      touch "$out"
    '';

    runtime = pkgs.testers.runNixOSTest (import ./vm-test.nix {piAgent = self.nixosModules.default;});
  }
  // self.lib.mkFleetChecks {
    inherit pkgs;
    hosts.m3-kratos = host;
  }
