# Checks that other flakes use on what they have committed and on their hosts. None of them imports what it has built.
{
  lib,
  self,
}: {
  # Fails with the difference, and the command that mends it, when generated modules are not what nixsmith makes. `root` is
  # the directory of the declaration, with its facts and templates; without one the built-in declaration holds.
  mkFreshnessCheck = {
    pkgs,
    modules,
    root ? null,
    regenerate ? "nixsmith generate",
    nixsmith ? self.packages.${pkgs.stdenv.hostPlatform.system}.nixsmith,
  }:
    pkgs.runCommand "nixsmith-modules-fresh" {nativeBuildInputs = [nixsmith];} ''
      ${lib.optionalString (root != null) ''
        cp -R ${root}/. .
        chmod -R u+w .
        rm -rf modules
      ''}cp -R ${modules} modules
      if ! nixsmith generate --check; then
        echo ${lib.escapeShellArg "The committed modules are stale; run: ${regenerate}"} >&2
        exit 1
      fi
      touch "$out"
    '';

  # The program that a workflow runs on a pull request: it comments what the change of the modules means.
  mkReview = {
    pkgs,
    nixsmith ? self.packages.${pkgs.stdenv.hostPlatform.system}.nixsmith,
  }:
    pkgs.writeShellApplication {
      name = "review";
      runtimeInputs = [nixsmith pkgs.curl pkgs.git pkgs.jq];
      text = builtins.readFile ./review.sh;
    };

  # One check for each host of a fleet: its evaluation, assertions included. Nothing of the host is built, and a broken
  # host fails alone. A process holds some dozens of hosts: examples/fleet says how to evaluate more.
  mkFleetChecks = {
    pkgs,
    hosts,
  }:
    lib.mapAttrs' (name: host: {
      name = "host-${name}";
      value = pkgs.writeText "host-${name}-evaluates" (builtins.unsafeDiscardStringContext host.config.system.build.toplevel.drvPath);
    })
    hosts;
}
