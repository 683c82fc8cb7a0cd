import { join } from "node:path";
import * as z from "zod";
import { plain } from "../../compiler/data/tree.js";
import type { Json } from "../../compiler/ir/types.js";
import { evaluateMany } from "../../compiler/nix/evaluate.js";
import type { NixLibrary } from "../../compiler/nix/library.js";
import { fromJson, printNix } from "../../compiler/nix/print.js";
import { quoted } from "../../compiler/nix/strings.js";
import type { HostFile } from "../../isolation/host/load.js";
import { packageRoot } from "../../root.js";

/** What the real Nix makes of a host with the emitted module. */
const evaluation = z.union([
  z.strictObject({
    refusals: z.tuple([]),
    warnings: z.array(z.string()),
    /** Lines of the agent's rule in the sudoers file. */
    sudoers: z.string(),
    /** The drop-in of the sessions' units, as NixOS prints it. */
    dropIn: z.string(),
    /** Store path to text of every file that the sudo rule and the commands on PATH lead to. */
    files: z.record(z.string(), z.string()),
  }),
  // A host that is refused, or whose agent is not enabled.
  z.strictObject({ refusals: z.array(z.string()) }),
]);
export type HostEvaluation = z.infer<typeof evaluation>;

/**
 * Evaluates hosts with the emitted NixOS module, all in one Nix process.
 * @param modules directory of the emitted tree
 * @throws {NixsmithError} Nix' own error where one of them does not evaluate
 */
export async function evaluateHosts(
  hosts: readonly HostFile[],
  modules: string,
  library: NixLibrary,
): Promise<readonly HostEvaluation[]> {
  const inspect = join(packageRoot, "src/toolkit/verify/host.nix");
  const expressions = hosts.map((host, index): [string, string] => [
    `host ${index}`,
    `import ${path(inspect)} {
      lib = import ${path(library.path)};
      stubs = ${quoted(join(packageRoot, "test/nixos-stubs"))};
      modules = [${path(join(modules, "nixos/pi-agent"))} ${asModule(plain(host.tree))}];
    }`,
  ]);
  const outcomes = await evaluateMany(Object.fromEntries(expressions));
  return expressions.map(([name]) => {
    const outcome = outcomes[name];
    if (outcome?.ok === false) throw outcome.error;
    return evaluation.parse(outcome?.value);
  });
}

/**
 * Evaluates the emitted Home Manager module with nothing but `enable`, and gives the files it writes into the home.
 * @throws {NixsmithError} Nix' own error
 */
export async function evaluateHome(modules: string, library: NixLibrary): Promise<readonly string[]> {
  const source = `let
    home = import ${path(join(packageRoot, "test/home-manager-stubs/eval.nix"))} {
      lib = import ${path(library.path)};
      modules = [${path(join(modules, "home-manager/pi"))} {coding.agents.pi.enable = true;}];
    };
  in assert home.failedAssertions == []; builtins.attrNames home.config.home.file`;
  const { home } = await evaluateMany({ home: source });
  if (home?.ok === false) throw home.error;
  return z.array(z.string()).parse(home?.value);
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
