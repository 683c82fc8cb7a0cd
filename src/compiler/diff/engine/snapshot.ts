import { createHash } from "node:crypto";
import { marker } from "../../emit/artefact.js";
import type { Module } from "../../ir/types.js";
import type { Snapshot } from "./snapshot-schema.js";

/** The modules that a snapshot describes. */
export function modulesOf({ modules, definitions }: Snapshot): readonly Module[] {
  return modules.map((module) => ({ ...module, definitions }));
}

/** Where it lies in the tree. */
export const snapshotPath = "nixsmith.json";

/** SHA-256, in hexadecimal, of a file without its header: a new version alone changes no file. */
export function hashOf(path: string, content: string): string {
  return createHash("sha256").update(withoutHeader(path, content)).digest("hex");
}

/** A generated file's text without the comment lines that say where it comes from: the marker, and a source below it. */
export function withoutHeader(path: string, content: string): string {
  const lines = content.split("\n");
  const at = /\.(nix|sh)$/.test(path) ? headerAt(lines) : -1;
  const rest = at === -1 ? lines : lines.toSpliced(at, isSource(lines[at + 1]) ? 2 : 1);
  // What runs a script is said by the first line and by no other, which must not become the first.
  return at === 0 && rest[0]?.startsWith("#!") ? content : rest.join("\n");
}

/** The line of a file's header that names its schema's source, where there is one. */
export function headerSource(content: string): string | undefined {
  const lines = content.split("\n");
  const line = lines[headerAt(lines) + 1];
  return isSource(line) ? line : undefined;
}

/**
 * Comments to whoever reads them: only comments stand before, so that none is a line of a string, and Nix ends one at a
 * carriage return too.
 */
function headerAt(lines: readonly string[]): number {
  const comments = lines.findIndex((line) => !/^(#\P{Cc}*)?$/u.test(line));
  return lines.slice(0, Math.min(comments, 4)).findIndex((line) => line.startsWith(`# ${marker} `));
}
const isSource = (line = ""): boolean => /^# \P{Cc}*'s options: \P{Cc}*$/u.test(line);

/** Whether parsed JSON means to be a snapshot, rather than another kind of file. */
export function isSnapshot(json: unknown): boolean {
  return typeof json === "object" && json !== null && "generatedBy" in json;
}
