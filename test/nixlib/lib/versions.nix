# Version numbers, compared the way Nix compares them.
{lib}: let
  inherit (builtins) splitVersion;
in rec {
  inherit splitVersion;
  major = v: builtins.elemAt (splitVersion v) 0;
  minor = v: builtins.elemAt (splitVersion v) 1;
  patch = v: builtins.elemAt (splitVersion v) 2;
  majorMinor = v: lib.concatStringsSep "." (lib.take 2 (splitVersion v));
  pad = n: version: let
    parts = splitVersion version;
  in
    lib.concatStringsSep "." (lib.take n (parts ++ lib.replicate n "0"));
}
