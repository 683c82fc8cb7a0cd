{
  imports = [./pi-agent.nix];

  networking.hostName = "m3-kratos";
  users.users.m3tam3re = {
    isNormalUser = true;
    home = "/home/m3tam3re";
  };

  # Not a machine to boot: just enough for the configuration to evaluate.
  boot.loader.grub.enable = false;
  fileSystems."/" = {
    device = "/dev/disk/by-label/nixos";
    fsType = "ext4";
  };
  system.stateVersion = "25.11";
}
