# Stands in for the flake of nixpkgs: the library and the stubs of NixOS that the test has put beside this file, and
# packages that are either this machine's own programs or built by its shell.
{
  outputs = _: let
    base = import ./lib;
    lib =
      base
      // {
        fileset = {
          unions = paths: paths;
          toSource = {
            root,
            fileset,
          }:
            builtins.path {
              name = "source";
              path = root;
              filter = path: _: builtins.any (wanted: lib.hasPrefix (toString wanted) path || lib.hasPrefix "${path}/" (toString wanted)) fileset;
            };
        };
        fetchers.proxyImpureEnvVars = [];
        licenses.mit = {};
        nixosSystem = {modules}: let
          system = import ./nixos-stubs/eval.nix {
            inherit lib;
            pkgs = packages "x86_64-linux";
            modules = modules ++ [./host.nix];
          };
          # NixOS refuses in the same way, when the system is asked for.
          toplevel =
            if system.failedAssertions == []
            then
              (packages "x86_64-linux").writeText "nixos-system" (builtins.toJSON {
                inherit (system.config.security.sudo) configFile;
                inherit (system.config.systemd.services."pi-agent-") serviceConfig;
                path = map toString system.config.environment.systemPackages;
              })
            else throw "Failed assertions:\n${lib.concatStringsSep "\n" system.failedAssertions}";
        in
          lib.recursiveUpdate {inherit (system) config;} {config.system.build = {inherit toplevel;};};
      };
    packages = system: import ./packages.nix {inherit lib system;};
  in {
    inherit lib;
    legacyPackages = lib.genAttrs ["x86_64-linux" "aarch64-linux"] packages;
  };
}
