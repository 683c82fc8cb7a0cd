import { checkOptions } from "../../compiler/data/check.js";
import { parseHost } from "../../compiler/data/document.js";
import type { MapTree } from "../../compiler/data/tree.js";
import type { Json, OptionSet } from "../../compiler/ir/types.js";
import { readSource } from "./source.js";

/** A host file that is what the schema says. */
export interface HostFile {
  /** As the user named it. */
  readonly file: string;
  /** Option path to value, defaults filled in: `"networking.hostName"`, `"m3ta.pi-agent"`. */
  readonly config: Readonly<Record<string, Json>>;
  readonly tree: MapTree;
}

/**
 * Reads a host file and checks it against the schema.
 * @param path where it lies; `file` is how the user named it, for messages
 * @param options what the schema says: `hostOptions` of the program that the host runs
 * @throws {NixsmithError} for what is no text file
 * @throws {HostFileError} for what the schema does not take
 */
export function loadHost(path: string, file: string, options: OptionSet): HostFile {
  return readHostFile(readSource(path, file), file, options);
}

/** The same for text. */
export function readHostFile(text: string, file: string, options: OptionSet): HostFile {
  const tree = parseHost(text, file);
  return { file, config: checkOptions(tree, options, file), tree };
}
