import { join } from "node:path";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

/** A Home Manager checkout whose own `lib.hm` and `home.file` type are used in place of the stubs'. */
const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const homeManager = checkout === "" ? "null" : `(/. + ${quoted(checkout)})`;

/** What a home of the tests may name: the agents flakes of test/fixtures, each as its consumers see it. */
const scope = `
  fixtures = ${join(packageRoot, "test/fixtures")};
  flake = name: let
    directory = fixtures + "/\${name}";
    self = (import (directory + "/flake.nix")).outputs {inherit self;} // {outPath = "\${directory}";};
  in
    self;
  inputs = {
    agents = flake "agents-values";
    skills-anthropic = {outPath = "\${fixtures + "/agents-skills"}";};
  };
`;

/** A home, as a Nix module, and the NixOS host around it, if any, as a Nix value. */
export interface Home {
  readonly home: string;
  readonly host?: string;
}

/**
 * Evaluates Home Manager configurations with the emitted module, all in one Nix process.
 * @param select Nix function from the evaluated home (test/home-manager-stubs/eval.nix) to what is wanted of it
 */
export async function evaluateHomes(
  homes: Readonly<Record<string, Home>>,
  select: string,
): Promise<Record<string, Outcome>> {
  const library = await findLibrary();
  const expressions = Object.entries(homes).map(([name, { home, host = "null" }]) => {
    const evaluated = `import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${library.path};
      homeManager = ${homeManager};
      osConfig = ${host};
      modules = [${join(packageRoot, "modules/home-manager/pi")} (${home})];
    }`;
    return [name, `let ${scope} in (${select}) (${evaluated})`];
  });
  return evaluateMany(Object.fromEntries(expressions));
}

/** A home in which the module is enabled; `options` are those of `coding.agents.pi`, `rest` is another module. */
export const enabled = (options: string, rest = "{}"): string =>
  `{imports = [(${rest}) ({lib, pkgs, ...}: {coding.agents.pi = {enable = true; ${options}};})];}`;

/**
 * What the home holds: file to text, or to the links of a directory, or to the path that it links to. Texts that are linked
 * together stand as the files that they become.
 */
export const filesOf = `home: let
  content = file: file.source.text or file.source.links or (toString file.source);
  areTexts = links: builtins.all (link: link ? text) (builtins.attrValues links);
  expand = path: file:
    if file.source ? links && areTexts file.source.links
    then map (name: {name = "\${path}/\${name}"; value = file.source.links.\${name}.text;}) (builtins.attrNames file.source.links)
    else [{name = path; value = content file;}];
  inherit (home.config.home) file;
in
  builtins.listToAttrs (builtins.concatMap (path: expand path file.\${path}) (builtins.attrNames file))`;
