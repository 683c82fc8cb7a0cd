# Real derivations in place of ../../nixos-stubs/derive-fake.nix (same argument): what has a fixed place stays
# there, everything else is built by the real Nix with the outer machine's shell.
{
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
      inherit name;
      system = builtins.currentSystem;
      builder = "/bin/bash";
      args = ["-euc" buildCommand];
      PATH = "/usr/bin:/bin";
    }
    // env);
  fixed = {
    type = "derivation";
    inherit name outPath;
  };
in
  (
    if outPath == null
    then built
    else fixed
  )
  // passthru
  // {
    inherit pname version;
    meta = {inherit name;} // meta;
  }
