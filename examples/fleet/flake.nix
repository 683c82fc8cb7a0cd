{
  description = "A fleet of 200 hosts that run pi isolated, each with a check of its own";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    nixsmith = {
      url = "github:m3tam3re/nixsmith";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs = {
    self,
    nixpkgs,
    nixsmith,
  }: {
    nixosConfigurations = import ./hosts.nix {
      inherit (nixpkgs) lib;
      modules = [nixsmith.nixosModules.default];
    };

    # `nix-eval-jobs --flake .#checks.x86_64-linux --workers 8` evaluates them in parallel, Hydra and remote builders alike.
    checks.x86_64-linux = nixsmith.lib.mkFleetChecks {
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      hosts = self.nixosConfigurations;
    };
  };
}
