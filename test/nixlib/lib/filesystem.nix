# What is on disk, by builtins.readDir. (nixpkgs' pathType needs a younger Nix than 2.8.)
{lib}: rec {
  listFilesRecursive = dir:
    lib.flatten (lib.mapAttrsToList (
      name: type:
        if type == "directory"
        then listFilesRecursive (dir + "/${name}")
        else dir + "/${name}"
    ) (builtins.readDir dir));
}
