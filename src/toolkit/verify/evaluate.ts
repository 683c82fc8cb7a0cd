import { join } from "node:path";
import * as z from "zod";
import { plain } from "../../compiler/data/tree.js";
import type { Json } from "../../compiler/ir/types.js";
import { evaluateMany } from "../../compiler/nix/evaluate.js";
import type { NixLibrary } from "../../compiler/nix/library.js";
import { fromJson, printNix, printPath } from "../../compiler/nix/print.js";
import { quoted } from "../../compiler/nix/strings.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { homeDirectory, type Program } from "../../compiler/program/types.js";
import { directory as moduleDirectory } from "../../isolation/emit/nixos.js";
import type { HostFile } from "../../isolation/host/load.js";
import { optionOf } from "../../isolation/names.js";
import { packageRoot } from "../../root.js";

/** What the real Nix makes of a host with the emitted modules. */
const evaluation = z.union([
  z.strictObject({
    refusals: z.tuple([]),
    warnings: z.array(z.string()),
    /** By the account. */
    agents: z.record(
      z.string(),
      z.strictObject({
        /** Lines of the agent's rule in the sudoers file. */
        sudoers: z.string(),
        /** The drop-in of the sessions' units, as NixOS prints it. */
        dropIn: z.string(),
      }),
    ),
    /** Store path to text of every file that the sudo rules and the commands on PATH lead to. */
    files: z.record(z.string(), z.string()),
  }),
  // A host that is refused, or that has no agent enabled.
  z.strictObject({ refusals: z.array(z.string()) }),
]);
export type HostEvaluation = z.infer<typeof evaluation>;

/**
 * Evaluates hosts with the emitted NixOS modules, all in one Nix process.
 * @param modules directory of the emitted tree
 * @throws {NixsmithError} Nix' own error where one of them does not evaluate
 */
export async function evaluateHosts(
  hosts: readonly HostFile[],
  modules: string,
  library: NixLibrary,
): Promise<readonly HostEvaluation[]> {
  const expressions = hosts.map((host, index): [string, string] => [
    `host ${index}`,
    `removeAttrs (${hostExpression(host, host.agents, modules, library)}) ["made"]`,
  ]);
  const outcomes = await evaluateMany(Object.fromEntries(expressions));
  return expressions.map(([name]) => {
    const outcome = outcomes[name];
    if (outcome?.ok === false) throw outcome.error;
    return evaluation.parse(outcome?.value);
  });
}

const inspect = join(packageRoot, "src/toolkit/verify/host.nix");
const stubs = join(packageRoot, "test/nixos-stubs");

/** What the evaluation of a host reads, but for the modules. */
export const hostReads = ({ path: library }: NixLibrary): readonly string[] => [inspect, stubs, library];

/**
 * What host.nix finds of a host.
 * @param agents those of the host whose modules the tree has; what the host says of others is left out
 * @param modules directory of the emitted tree
 */
export function hostExpression(
  { agents: all, tree }: HostFile,
  agents: readonly IsolatedAgent[],
  modules: string,
  library: NixLibrary,
): string {
  const absent = all.filter((agent) => !agents.includes(agent)).map(optionOf);
  const entries = tree.entries.filter(({ name }) => !absent.includes(name));
  const directories = agents.map((agent) => path(join(modules, moduleDirectory(agent))));
  const facts = agents.map(({ option, account }) => ({ option, account }));
  return `import ${path(inspect)} {
    lib = import ${path(library.path)};
    stubs = ${quoted(stubs)};
    modules = [${directories.join(" ")} ${asModule(plain({ ...tree, entries }))}];
    agents = ${printNix(fromJson(facts))};
    packages = {${agents.map((agent) => standing(agent.package.split("."))).join(" ")}};
  }`;
}

/**
 * Evaluates the Home Manager module of each program with nothing but `enable`, and gives the files that it writes into the
 * home, by the program's name. The stand-in of nixpkgs has every package that a program is installed from.
 * @throws {NixsmithError} Nix' own error
 */
export async function evaluateHomes(
  programs: readonly Program[],
  modules: string,
  library: NixLibrary,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const sources = programs.map((program): [string, string] => [
    program.name,
    `let
      home = import ${path(join(packageRoot, "test/home-manager-stubs/eval.nix"))} {
        lib = import ${path(library.path)};
        overrides = {${packagesOf(program).map(standIn).join(" ")}};
        modules = [${path(join(modules, homeDirectory(program)))} {${printPath(program.module.path)}.enable = true;}];
      };
    in assert home.failedAssertions == []; builtins.attrNames home.config.home.file`,
  ]);
  const homes = await evaluateMany(Object.fromEntries(sources));
  return Object.fromEntries(
    sources.map(([name]) => {
      const home = homes[name];
      if (home?.ok === false) throw home.error;
      return [name, z.array(z.string()).parse(home?.value)];
    }),
  );
}

const packagesOf = ({ module }: Program): readonly string[] =>
  module.options.flatMap(({ declaration }) =>
    declaration?.kind === "package" ? [declaration.attribute] : [],
  );

/** Of a package in a set, the stand-in of nixpkgs can make nothing by itself. */
function standIn(attribute: string): string {
  const [set = "", ...below] = attribute.split(".");
  return below.length === 0 ? `${printPath([set])} = {};` : standing([set, ...below]);
}

/** A package of which only the name matters. */
function standing(attribute: readonly string[]): string {
  const name = attribute.at(-1) ?? "";
  return `${printPath(attribute)} = ${printNix(fromJson({ type: "derivation", name, outPath: `/${name}`, meta: {} }))};`;
}

/** A host file as a NixOS module: its names are option paths. */
function asModule(data: Json): string {
  const definitions = Object.entries(data ?? {}).map(
    ([name, value]) => `${name} = ${printNix(fromJson(value))};`,
  );
  return `{${definitions.join("\n")}}`;
}

/** A path in Nix that may hold any character. */
const path = (absolute: string): string => `(/. + ${quoted(absolute)})`;
