# The options of NixOS that our modules write or read, with NixOS' own types, so that a
# module is evaluated without the whole system. What NixOS does with them is left out, but
# for what a test wants to see: user defaults, /etc sources, sudo's rules as text.
{
  imports = [
    ./users.nix
    ./sudo.nix
    ./systemd.nix
    ./tmpfiles.nix
    ./environment.nix
    ./system.nix
  ];
}
