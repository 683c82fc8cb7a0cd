# Made-up hosts: a hundred laptops with one owner each, sixty build machines that a team shares, forty machines without a
# network for the agent.
{
  lib,
  modules,
}: let
  numbered = prefix: count: role:
    lib.listToAttrs (map (number: {
        name = "${prefix}-${lib.fixedWidthNumber 3 number}";
        value = role number;
      })
      (lib.range 1 count));

  user = name: {
    users.users.${name}.isNormalUser = true;
    m3ta.pi-agent.hostUsers.${name}.projectRoots = ["~/p"];
  };

  laptop = number: {
    imports = [(user "user${toString number}")];
    m3ta.pi-agent = {
      settings.defaultProvider = "anthropic";
      resources.memoryMax = "8G";
    };
  };

  builder = number: {
    imports = map (member: user "team${toString (lib.mod number 6)}-${toString member}") (lib.range 1 5);
    m3ta.pi-agent = {
      settings.quietStartup = true;
      environment.PI_TELEMETRY = "0";
      resources.cpuQuota = "400%";
    };
  };

  sealed = number: {
    imports = [(user "auditor${toString number}")];
    m3ta.pi-agent = {
      network.mode = "none";
      protectGit = true;
    };
  };

  common = {
    m3ta.pi-agent.enable = true;
    nixpkgs.hostPlatform = "x86_64-linux";
    system.stateVersion = "25.11";

    # Not machines to boot: just enough for each to evaluate.
    boot.loader.grub.enable = false;
    fileSystems."/" = {
      device = "/dev/disk/by-label/nixos";
      fsType = "ext4";
    };
  };
in
  lib.mapAttrs (name: role: lib.nixosSystem {modules = modules ++ [common role {networking.hostName = name;}];})
  (numbered "laptop" 100 laptop // numbered "builder" 60 builder // numbered "sealed" 40 sealed)
