{
  description = "A host that runs pi isolated, as the pi agent isolation guide sets it up";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    home-manager = {
      url = "github:nix-community/home-manager";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    m3ta-nixpkgs = {
      url = "git+https://code.m3ta.dev/m3tam3re/nixpkgs";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    agents = {
      url = "git+https://code.m3ta.dev/m3tam3re/AGENTS";
      flake = false;
    };
  };

  outputs = inputs @ {
    nixpkgs,
    home-manager,
    m3ta-nixpkgs,
    ...
  }: {
    nixosConfigurations.m3-kratos = nixpkgs.lib.nixosSystem {
      system = "x86_64-linux";
      modules = [
        m3ta-nixpkgs.nixosModules.pi-agent
        home-manager.nixosModules.home-manager
        ./hosts/m3-kratos
        {
          home-manager = {
            extraSpecialArgs = {inherit inputs;};
            sharedModules = [m3ta-nixpkgs.homeManagerModules.pi];
            users.m3tam3re = ./home/m3tam3re.nix;
          };
        }
      ];
    };
  };
}
