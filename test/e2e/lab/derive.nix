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
      # Nix kills a builder that closes its output before it exits, as coreutils do: none may be the last, which
      # the shell would become by exec.
      args = ["-euc" "${buildCommand}\nexit 0"];
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
