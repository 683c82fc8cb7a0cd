# What the NixOS module yields for each variant, as one JSON file whose closure is all that a host would get.
{
  # nixpkgs' lib, or a tree that holds it.
  libPath,
  # JSON file: variant -> { sudo, agents }
  variantsPath,
  # A tree that holds the modules of the agents beside pi.
  treePath,
  # Which agent has the probe in its place by the name of `probe`; that of another is called `<agent>-probe`.
  subject,
}: let
  lib = import libPath;
  stubs = ../../nixos-stubs;
  derive = import ./derive.nix;

  # Debian's tools stand where NixOS has a store path for each.
  debian = builtins.mapAttrs (_: _: {outPath = "/usr";}) (import "${stubs}/tools.nix");
  pkgs = import "${stubs}/pkgs.nix" {
    inherit lib derive;
    overrides =
      debian
      // {
        sudo-rs.outPath = "/usr/lib/cargo";
        nodejs.outPath = "/opt/node";
        pi-coding-agent.outPath = "/opt/pi";
        opencode = {
          outPath = "/opt/opencode";
          mainProgram = "opencode";
        };
        claude-code = {
          outPath = "/opt/claude-code";
          mainProgram = "claude";
        };
        quill.outPath = "/opt/quill";
      };
  };
  # Runs its first argument as a shell script: what an agent could do, without the agent's start-up time.
  probe = derive {
    name = "probe";
    pname = "probe";
    buildCommand = "";
    outPath = "/opt/probe";
    meta.mainProgram = "probe";
  };

  # The committed module, or that of the tree.
  module = name: let
    committed = ../../../modules/nixos + "/${name}";
  in
    if builtins.pathExists committed
    then committed
    else /. + "${treePath}/nixos/${name}";

  evaluate = sudo: agents:
    (lib.evalModules {
      specialArgs = {inherit pkgs;};
      modules =
        [stubs]
        ++ map module (builtins.attrNames agents)
        ++ [
        {
          users.users = lib.genAttrs ["m3tam3re" "alice" "mallory"] (_: {isNormalUser = true;});
          nix.package = pkgs.nix // {version = "2.31.6";};
          security.sudo-rs.enable = sudo == "sudo-rs";
          m3ta = agents;
        }
      ];
    })
    .config;

  # The rendering of NixOS' systemd module: a list repeats the key, a null leaves it out.
  value = x:
    if builtins.isBool x
    then lib.boolToString x
    else toString x;
  section = name: settings:
    lib.concatStrings (["[${name}]\n"]
      ++ lib.concatLists (lib.mapAttrsToList (key: x: map (x: "${key}=${value x}\n") (lib.toList x))
        (lib.filterAttrs (_: x: x != null) settings)));
  dropIn = service: section "Unit" service.unitConfig + section "Service" service.serviceConfig;

  # A unit of its own, as NixOS writes it: what it is related to, its environment, its sections.
  unitSection = {
    description,
    after,
    partOf,
    unitConfig,
    ...
  }:
    section "Unit" ({
        Description = description;
        After = after;
        PartOf = partOf;
      }
      // unitConfig);
  socketUnit = socket: unitSection socket + section "Socket" socket.socketConfig;
  serviceUnit = service:
    unitSection service
    + section "Service" (service.serviceConfig
      // {Environment = lib.mapAttrsToList (name: value: "\"${name}=${value}\"") service.environment;});

  plan = {
    sudo,
    agents,
  }: let
    host = evaluate sudo agents;
    probed = evaluate sudo (lib.mapAttrs (name: agent:
      lib.recursiveUpdate agent {
        package = probe;
        wrapper.commandName =
          if name == subject
          then "probe"
          else "${name}-probe";
      })
    agents);
  in {
    inherit sudo;
    inherit (host) warnings;
    refused = map (check: check.message) (builtins.filter (check: !check.assertion) (host.assertions ++ probed.assertions));
    agents = lib.mapAttrs (name: _: let
      cfg = host.m3ta.${name};
    in {
      inherit (cfg) user group;
      inherit (host.users.users.${cfg.user}) home;
    })
    agents;
    sudoers = host.security.${sudo}.configFile + probed.security.${sudo}.configFile;
    dropIns = lib.mapAttrs (_: dropIn) (lib.filterAttrs (_: service: service.overrideStrategy == "asDropin") host.systemd.services);
    units = let
      named = suffix: lib.mapAttrs' (name: lib.nameValuePair "${name}.${suffix}");
      whole = lib.filterAttrs (_: service: service.overrideStrategy != "asDropin") host.systemd.services;
    in
      named "socket" (lib.mapAttrs (_: socketUnit) host.systemd.sockets) // named "service" (lib.mapAttrs (_: serviceUnit) whole);
    tmpfiles = lib.concatMapStrings (rule: "${rule}\n") host.systemd.tmpfiles.rules;
    packages = map toString (host.environment.systemPackages ++ probed.environment.systemPackages);
  };
in
  derive {
    name = "plans.json";
    buildCommand = ''cp "$plansPath" "$out"'';
    env = {
      plans = builtins.toJSON (builtins.mapAttrs (_: plan) (builtins.fromJSON (builtins.readFile variantsPath)));
      passAsFile = ["plans"];
    };
  }
