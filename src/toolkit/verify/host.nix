# What a host with the emitted modules gets: what sudo and systemd read, and every file that is reached from there.
#
#   import ./host.nix { lib = …; stubs = …; modules = [ … ]; agents = [ { option = [ … ]; account = "…"; } ]; }
#
# `stubs` is test/nixos-stubs or what stands in its place: eval.nix and pkgs.nix.
{
  lib,
  stubs,
  modules,
  # Of each, where its options are, and what its units begin with.
  agents,
  # What stands in for packages that the stand-in of nixpkgs does not have.
  packages ? {},
}: let
  plain = lib.recursiveUpdate packages (import "${stubs}/pkgs.nix" {inherit lib;});

  # With these, files are in the store while Nix runs, and the context of a path names every file that it leads to.
  writeText = name: text: builtins.appendContext (builtins.toFile name text) (builtins.getContext text);
  pkgs =
    plain
    // {
      inherit writeText;
      writeTextFile = file: let
        self =
          plain.writeTextFile file
          // {
            outPath = writeText file.name file.text;
            out = self;
          };
      in
        self;
      formats = plain.formats // {json = _: plain.formats.json {} // {generate = name: value: writeText name (builtins.toJSON value);};};
    };

  host = import "${stubs}/eval.nix" {inherit lib pkgs modules;};
  inherit (host) config;

  # NixOS' own way from a service's options to its unit (nixos/lib/systemd-lib.nix, attrsToSection).
  toOption = value:
    if value == true
    then "true"
    else if value == false
    then "false"
    else toString value;
  section = attrs:
    lib.concatStrings (lib.concatLists (lib.mapAttrsToList (name: value:
      map (entry: "${name}=${toOption entry}\n") (lib.toList value))
    attrs));

  sudo =
    if config.security.sudo-rs.enable
    then config.security.sudo-rs
    else config.security.sudo;
  rulesOf = account:
    builtins.filter (line: builtins.match ".*NOPASSWD: ${builtins.storeDir}/[^ ]*-${account}-runner/.*" line != null)
    (lib.splitString "\n" sudo.configFile);

  commands = lib.concatMap (package: package.paths or []) config.environment.systemPackages;
  # Of a store that lies elsewhere, Nix reads a file only if the path has its context.
  readFile = path: context: builtins.readFile (builtins.appendContext path {${path} = context;});
  # Of a proxy's command, what it is told; the rest is a directory.
  proxies = lib.filterAttrs (name: _: lib.any ({account, ...}: name == "egress-${account}@") agents) config.systemd.services;
  told = lib.concatMapAttrs (_: {serviceConfig, ...}: lib.filterAttrs (path: _: lib.hasSuffix "-egress.json" path) (builtins.getContext serviceConfig.ExecStart)) proxies;
  files = lib.mapAttrs readFile (builtins.getContext (lib.concatMapStrings toString ([sudo.configFile] ++ commands)) // told);

  options = map ({option, ...}: lib.concatStringsSep "." option) agents;
  ofModule = message: lib.any (option: lib.hasPrefix option message) options || lib.hasPrefix "nix.settings.trusted-users" message;
  refusals = builtins.filter ofModule host.failedAssertions;

  # Data that survives JSON; of a package, what it is called.
  data = value:
    if lib.isDerivation value
    then lib.getName value
    else if builtins.isAttrs value
    then lib.mapAttrs (_: data) value
    else if builtins.isList value
    then map data value
    else if builtins.isFunction value
    then "a function"
    else if builtins.isPath value
    then toString value
    else value;

  # What `nixsmith diff --evaluate` compares: all that modules decide about the host.
  made = {
    sudoers = builtins.filter (line: line != "") (lib.splitString "\n" sudo.configFile);
    units = lib.mapAttrs (_: service: data service.serviceConfig) config.systemd.services;
    config = data {
      users = {inherit (config.users) users groups;};
      security = {
        inherit (config.security) wrappers;
        sudo = {inherit (sudo) enable execWheelOnly wheelNeedsPassword;};
      };
      systemd = {
        inherit (config.systemd) slices sockets timers;
        services = lib.mapAttrs (_: service: removeAttrs service ["serviceConfig"]) config.systemd.services;
        tmpfiles = {inherit (config.systemd.tmpfiles) packages rules settings;};
      };
      environment = {inherit (config.environment) etc systemPackages;};
      nix = {inherit (config.nix) settings;};
      system = {inherit (config.system) activationScripts;};
    };
    inherit files;
  };
  enabled = builtins.filter ({option, ...}: (lib.getAttrFromPath option config).enable) agents;
in
  if refusals != [] || enabled == []
  then {inherit refusals;}
  else {
    inherit refusals;
    inherit (host) warnings;
    agents = builtins.listToAttrs (map ({account, ...}: {
        name = account;
        value = {
          sudoers = lib.concatMapStrings (line: "${line}\n") (rulesOf account);
          dropIn = "[Service]\n${section config.systemd.services."${account}-".serviceConfig}";
        };
      })
      enabled);
    inherit files made;
  }
