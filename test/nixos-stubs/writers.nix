# The trivial builders. What they would write stays readable:
#   .text   the one file's text        .files  path in $out -> { text, executable }
#   .paths  what a join takes          .buildCommand  what a runCommand would run
{
  lib,
  pkgs,
  derive,
}: let
  inherit (lib) escapeShellArg optionalString;

  # Writes files (path in $out -> { text, executable }); "" is $out itself.
  writeFiles = name: files: extra: let
    numbered = lib.imap0 (n: path: files.${path} // {inherit n path;}) (builtins.attrNames files);
    install = {
      n,
      path,
      executable,
      ...
    }: ''
      target="$out"${escapeShellArg path}
      mkdir -p "$(dirname "$target")"
      cp "$text${toString n}Path" "$target"
      ${optionalString executable ''chmod +x "$target"''}
    '';
  in
    derive (lib.recursiveUpdate {
        inherit name;
        buildCommand = lib.concatMapStrings install numbered;
        env =
          lib.listToAttrs (map (file: lib.nameValuePair "text${toString file.n}" file.text) numbered)
          // {passAsFile = map (file: "text${toString file.n}") numbered;};
        passthru = {inherit files;};
      }
      extra);

  writeTextFile = {
    name,
    text,
    executable ? false,
    destination ? "",
    checkPhase ? "",
    meta ? {},
    ...
  }:
    writeFiles name {${destination} = {inherit text executable;};} {
      inherit meta;
      passthru = {inherit text checkPhase;};
    };

  script = shebang: name: text: {
    inherit name;
    executable = true;
    text = optionalString shebang "#!${pkgs.runtimeShell}\n" + text + optionalString shebang "\n";
  };
  inBin = file:
    writeTextFile (file
      // {
        destination = "/bin/${file.name}";
        meta.mainProgram = file.name;
      });

  runCommand = name: env: buildCommand:
    derive {
      inherit name buildCommand;
      env = builtins.removeAttrs env ["passthru" "meta"];
      meta = env.meta or {};
      passthru = env.passthru or {};
    };

  # Links the whole of each path; the first to have a file wins.
  join = {
    name,
    pname ? null,
    paths,
    postBuild ? "",
    nativeBuildInputs ? [],
    meta ? {},
    passthru ? {},
    ...
  }:
    derive {
      inherit name pname meta;
      env = {inherit paths nativeBuildInputs;};
      passthru = passthru // {inherit postBuild;};
      buildCommand = ''
        mkdir -p "$out"
        for path in $paths; do
          cp -rsn --no-preserve=mode "$path/." "$out"
        done
        ${postBuild}
      '';
    };
in {
  inherit writeTextFile runCommand;
  runtimeShell = "${pkgs.bash}/bin/bash";

  writeText = name: text: writeTextFile {inherit name text;};
  writeTextDir = path: text:
    writeTextFile {
      name = baseNameOf path;
      destination = "/${path}";
      inherit text;
    };
  writeScript = name: text: writeTextFile (script false name text);
  writeScriptBin = name: text: inBin (script false name text);
  writeShellScript = name: text: writeTextFile (script true name text);
  writeShellScriptBin = name: text: inBin (script true name text);
  writeShellApplication = {
    name,
    text,
    runtimeInputs ? [],
    runtimeEnv ? {},
    bashOptions ? ["errexit" "nounset" "pipefail"],
    inheritPath ? true,
    meta ? {},
    ...
  }:
    writeTextFile {
      inherit name;
      executable = true;
      destination = "/bin/${name}";
      meta = {mainProgram = name;} // meta;
      text = lib.concatStrings [
        "#!${pkgs.runtimeShell}\n"
        (lib.concatMapStrings (option: "set -o ${option}\n") bashOptions)
        (lib.concatMapStrings (assignment: "${assignment}\nexport ${builtins.head (lib.splitString "=" assignment)}\n") (lib.mapAttrsToList lib.toShellVar runtimeEnv))
        (optionalString (runtimeInputs != []) "\nexport PATH=\"${lib.makeBinPath runtimeInputs}${optionalString inheritPath ":$PATH"}\"\n")
        "\n${text}\n"
      ];
    };

  # A path literal is interpolated, so that its content counts for the path.
  concatText = name: paths:
    derive {
      inherit name;
      passthru = {inherit paths;};
      buildCommand = "cat ${lib.escapeShellArgs (map (path: "${path}") paths)} >\"$out\"";
    };

  runCommandLocal = runCommand;
  symlinkJoin = join;
  buildEnv = join;
  linkFarm = name: entries: let
    links =
      if builtins.isAttrs entries
      then entries
      else lib.listToAttrs (map (entry: lib.nameValuePair entry.name entry.path) entries);
  in
    derive {
      inherit name;
      passthru = {inherit links;};
      buildCommand =
        "mkdir -p \"$out\"\ncd \"$out\"\n"
        + lib.concatStrings (lib.mapAttrsToList (path: target: ''
            mkdir -p ${escapeShellArg (dirOf path)}
            ln -s ${escapeShellArg "${target}"} ${escapeShellArg path}
          '')
          links);
    };

  # `@name@` for each replacement; one that is left over is an error, as in nixpkgs.
  replaceVars = src: replacements: pkgs.replaceVarsWith {inherit src replacements;};
  replaceVarsWith = {
    src,
    replacements,
    name ? baseNameOf src,
    dir ? null,
    isExecutable ? false,
    meta ? {},
  }: let
    given = lib.filterAttrs (_: value: value != null) replacements;
    names = builtins.attrNames given;
    source = builtins.readFile src;
    text = lib.replaceStrings (map (n: "@${n}@") names) (map (n: toString given.${n}) names) source;
    markers = lib.concatMap (part: lib.optionals (builtins.isList part) part) (builtins.split "@([a-zA-Z_][0-9a-zA-Z_'-]*)@" source);
    unknown = lib.subtractLists (builtins.attrNames replacements) markers;
  in
    writeTextFile {
      inherit name meta;
      executable = isExecutable;
      destination = lib.optionalString (dir != null) "/${dir}/${name}";
      text = lib.throwIf (unknown != []) "replaceVars: ${name} has no value for @${builtins.head unknown}@" text;
    };
}
