import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { Side } from "../../compiler/diff/engine/side.js";
import type { EvaluatedHost } from "../../compiler/diff/hosts/facts.js";
import { evaluateMany, type Outcome } from "../../compiler/nix/evaluate.js";
import { NixMissingError } from "../../compiler/nix/failure.js";
import { findLibrary } from "../../compiler/nix/library.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { directory as moduleDirectory } from "../../isolation/emit/nixos.js";
import type { HostFile } from "../../isolation/host/load.js";
import { hostExpression, hostReads } from "./evaluate.js";

const made = z.strictObject({
  sudoers: z.array(z.string()),
  units: z.record(z.string(), z.record(z.string(), z.json())),
  config: z.record(z.string(), z.json()),
  files: z.record(z.string(), z.string()),
});
const answer = z.union([z.strictObject({ made }), z.strictObject({ refused: z.string() })]);

type Hosts = ReadonlyMap<string, EvaluatedHost>;

/**
 * Sides with what Nix makes of hosts with their modules, all in one process. Nix reads these, the stand-in of NixOS,
 * nixpkgs' library and nothing else of the machine, since whoever asks for a review has written the modules.
 */
export async function withHosts<Name extends string>(
  sides: Readonly<Record<Name, Side>>,
  hosts: readonly HostFile[],
): Promise<Readonly<Record<Name, Side>>>;
export async function withHosts(
  sides: Readonly<Record<string, Side>>,
  hosts: readonly HostFile[],
): Promise<Readonly<Record<string, Side>>> {
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-sides-"));
  try {
    for (const [name, side] of Object.entries(sides)) await write(join(directory, name), side);
    const evaluate = await evaluation(directory, Object.keys(sides), hosts);
    const added = Object.entries(sides).map(([name, side]) => [name, { ...side, hosts: evaluate(name) }]);
    return Object.fromEntries(added);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function write(directory: string, { files = new Map() }: Side): Promise<void> {
  await mkdir(directory);
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

/** What became of the hosts with the modules in each directory, by the name of the directory. */
async function evaluation(
  directory: string,
  names: readonly string[],
  hosts: readonly HostFile[],
): Promise<(name: string) => Hosts> {
  const library = await findLibrary();
  const questions = names.flatMap((name) =>
    hosts.map((host): [string, string] => [
      `${name}: ${host.file}`,
      `let host = ${hostExpression(host, agentsIn(join(directory, name), host), join(directory, name), library)};
      in if host ? made then {inherit (host) made;} else {
        refused = if host.refusals == [] then "no agent is enabled" else builtins.concatStringsSep "\n" host.refusals;
      }`,
    ]),
  );
  const reads = [...hostReads(library), directory];
  const outcomes = await evaluateMany(Object.fromEntries(questions), { reads }).catch(withoutNix);
  return (name) =>
    new Map(hosts.map(({ file }) => [file, read(outcomes, `${name}: ${file}`, join(directory, name))]));
}

/** An agent whose module a side does not have is none of that side's hosts'. */
const agentsIn = (modules: string, { agents }: HostFile): readonly IsolatedAgent[] =>
  agents.filter((agent) => existsSync(join(modules, moduleDirectory(agent))));

function withoutNix(error: unknown): string {
  if (error instanceof NixMissingError) return `there is no Nix here: ${error.message}`;
  throw error;
}

function read(outcomes: Record<string, Outcome> | string, name: string, directory: string): EvaluatedHost {
  if (typeof outcomes === "string") return { refused: outcomes };
  const outcome = outcomes[name];
  if (outcome?.ok) return answer.parse(outcome.value);
  return { refused: (outcome?.error.message ?? "Nix said nothing").replaceAll(directory, "modules") };
}
