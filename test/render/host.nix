# What an evaluated host (see test/nixos-stubs/eval.nix) gives its agent, for comparison with the renderer.
lib: modulesDir: host: let
  inherit (host) config pkgs;
  runtimeWith = pkgs: import "${modulesDir}/nixos/pi-agent/runtime.nix" {inherit config lib pkgs;};

  # With these a file's content stands where its path would, so that the shell of a test sees what a session would.
  inlined = runtimeWith (pkgs
    // {
      writeText = _: text: text;
      formats = pkgs.formats // {json = _: {generate = _: builtins.toJSON;};};
    });
  runner = lib.getExe (runtimeWith pkgs).runner;

  # NixOS' own way from a service's options to its unit (nixos/lib/systemd-lib.nix, attrsToSection).
  toOption = value:
    if value == true
    then "true"
    else if value == false
    then "false"
    else toString value;
  section = lib.concatStrings (lib.concatLists (lib.mapAttrsToList (name: value:
    map (entry: "${name}=${toOption entry}\n") (lib.toList value))
  config.systemd.services."pi-agent-".serviceConfig));

  sudoers =
    (
      if config.security.sudo-rs.enable
      then config.security.sudo-rs
      else config.security.sudo
    )
    .configFile;
  ofModule = message: lib.hasPrefix "m3ta.pi-agent" message || lib.hasPrefix "nix.settings.trusted-users" message;
  refusals = builtins.filter ofModule host.failedAssertions;
in
  if refusals != [] || !config.m3ta.pi-agent.enable
  then {inherit refusals;}
  else {
    inherit refusals runner;
    inherit (host) warnings;
    sudoers = lib.concatMapStrings (line: "${line}\n") (builtins.filter (lib.hasInfix "(root)") (lib.splitString "\n" sudoers));
    dropIn = "[Service]\n${section}";
    script = inlined.runner.text;
  }
