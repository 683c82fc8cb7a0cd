import { checkOptions } from "../../compiler/data/check.js";
import { parseHost } from "../../compiler/data/document.js";
import type { MapTree } from "../../compiler/data/tree.js";
import type { Json } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { optionOf } from "../names.js";
import type { HostOptions } from "../options/host.js";
import { readSource } from "./source.js";

/** A host file that is what the schema says. */
export interface HostFile {
  /** As the user named it. */
  readonly file: string;
  /** Option path to value, defaults filled in: `"networking.hostName"`, `"m3ta.<name>-agent"`. */
  readonly config: Readonly<Record<string, Json>>;
  readonly tree: MapTree;
  /** Those that it speaks of; all that the host could have where it speaks of none. */
  readonly agents: readonly IsolatedAgent[];
}

/**
 * Reads a host file and checks it against the schema.
 * @param path where it lies; `file` is how the user named it, for messages
 * @param options what the schema says: `hostOptions` of the programs that the host may run
 * @throws {NixsmithError} for what is no text file
 * @throws {HostFileError} for what the schema does not take
 */
export function loadHost(path: string, file: string, options: HostOptions): HostFile {
  return readHostFile(readSource(path, file), file, options);
}

/** The same for text. */
export function readHostFile(text: string, file: string, options: HostOptions): HostFile {
  const [agent] = options.agents;
  const such = agent === undefined ? "" : `, such as ${optionOf(agent)}`;
  return checkHost(parseHost(text, file, `a host's options${such}`), file, options);
}

/** The same for data that has been read. */
export function checkHost(tree: MapTree, file: string, options: HostOptions): HostFile {
  const config = checkOptions(tree, options, file);
  const named = options.agents.filter((agent) => tree.entries.some(({ name }) => name === optionOf(agent)));
  return { file, config, tree, agents: named.length > 0 ? named : options.agents };
}
