# What is on disk, by builtins.readDir.
{lib}: rec {
  # builtins.readFileType is younger than Nix 2.8, so the parent is listed.
  pathType = path:
    if !builtins.pathExists path
    then throw "lib.filesystem.pathType: path ${toString path} does not exist."
    else if toString path == "/"
    then "directory"
    else (builtins.readDir (dirOf path)).${baseNameOf path};
  pathIsDirectory = path: builtins.pathExists path && pathType path == "directory";
  pathIsRegularFile = path: builtins.pathExists path && pathType path == "regular";
  listFilesRecursive = dir:
    lib.flatten (lib.mapAttrsToList (
      name: type:
        if type == "directory"
        then listFilesRecursive (dir + "/${name}")
        else dir + "/${name}"
    ) (builtins.readDir dir));
}
