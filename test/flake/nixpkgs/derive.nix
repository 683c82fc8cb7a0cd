# Real derivations, built with this machine's shell, for nixos-stubs/pkgs.nix.
{system}: {
  name,
  buildCommand,
  env ? {},
  passthru ? {},
  pname ? null,
  version ? null,
  meta ? {},
  outPath ? null,
}: let
  built = derivation ({
      inherit name system;
      builder = "/bin/bash";
      args = ["-euo" "pipefail" "-c" "${buildCommand}\nexit 0"];
      PATH = "/usr/sbin:/usr/bin:/bin";
    }
    // env);
  fixed = {
    type = "derivation";
    inherit name outPath;
    drvPath = built.drvPath;
  };
in
  (
    if outPath == null
    then built
    else fixed
  )
  // passthru
  // (
    if pname == null
    then {}
    else {inherit pname version;}
  )
  // {
    meta = {inherit name;} // meta;
  }
