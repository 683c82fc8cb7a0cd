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

    # More than one process can hold: evaluate.sh takes them one by one, nix-eval-jobs and Hydra with workers (README.md).
    checks.x86_64-linux = nixsmith.lib.mkFleetChecks {
      pkgs = nixpkgs.legacyPackages.x86_64-linux;
      hosts = self.nixosConfigurations;
    };
  };
}
