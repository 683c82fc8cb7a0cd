import type { Json } from "../../compiler/ir/types.js";
import { hostFile } from "../options/host.js";
import { checkOptions } from "./check.js";
import { parseHost } from "./document.js";
import { readSource } from "./source.js";
import type { MapTree } from "./tree.js";

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
 * @throws {NixsmithError} for what is no text file
 * @throws {HostFileError} for what the schema does not take
 */
export function loadHost(path: string, file: string): HostFile {
  return readHostFile(readSource(path, file), file);
}

/** The same for text. */
export function readHostFile(text: string, file: string): HostFile {
  const tree = parseHost(text, file);
  return { file, config: checkOptions(tree, hostFile, file), tree };
}
