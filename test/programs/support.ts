import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { builtins } from "../../schema/index.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import type { Program } from "../../src/compiler/program/types.js";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";

/** Programs that nixsmith brings, in the order in which a declaration would name them. */
export const brought = await Promise.all(
  ["pi", "opencode", "claude-code"].map(async (name): Promise<Program> => {
    const found = builtins[name];
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.load();
  }),
);

/** Writes the tree of some programs to a directory that is gone after the tests. */
export function treeOf(programs: readonly Program[]): string {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-programs-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  for (const { path, content } of artefacts(programs)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const homeManager = checkout === "" ? "null" : `(/. + ${quoted(checkout)})`;

const scope = `
  fixtures = ${join(packageRoot, "test/fixtures")};
  flake = name: let
    directory = fixtures + "/\${name}";
    self = (import (directory + "/flake.nix")).outputs {inherit self;} // {outPath = "\${directory}";};
  in
    self;
`;

/** A file as the home has it: its text, or that of the file it is linked to, or the path; a directory's links. */
export const filesOf = `home: let
  content = file: file.source.text or file.source.links or (toString file.source);
in
  builtins.mapAttrs (_: content) home.config.home.file`;

/**
 * Evaluates homes with modules of a tree, in one Nix process.
 * @param homes each a Nix module
 * @param select Nix function from the evaluated home to what is wanted of it
 */
export async function evaluateHomes(
  tree: string,
  programs: readonly string[],
  homes: Readonly<Record<string, string>>,
  select: string,
): Promise<Record<string, Outcome>> {
  const { path } = await findLibrary();
  const modules = programs.map((name) => join(tree, "home-manager", name)).join(" ");
  const expressions = Object.entries(homes).map(([name, home]) => [
    name,
    `let ${scope} in (${select}) (import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${path};
      homeManager = ${homeManager};
      modules = [${modules} (${home})];
    })`,
  ]);
  return evaluateMany(Object.fromEntries(expressions));
}

/** What came out. @throws what Nix said where nothing did */
export function resultOf<Value>(outcome: Outcome | undefined): Value {
  if (outcome?.ok !== true) throw outcome?.error ?? new Error("nothing was evaluated");
  return outcome.value as Value;
}

/** A home with one program enabled; `options` are those of `coding.agents.<program>`. */
export const enabled = (program: string, options: string): string =>
  `{lib, pkgs, ...}: {coding.agents.${program} = {enable = true; package = null; ${options}};}`;
