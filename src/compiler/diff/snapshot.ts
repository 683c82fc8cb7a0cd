import { createHash } from "node:crypto";
import { marker } from "../emit/artefact.js";
import type { Module } from "../ir/types.js";
import type { Snapshot } from "./snapshot-schema.js";

/** The modules that a snapshot describes. */
export function modulesOf({ modules, definitions }: Snapshot): readonly Module[] {
  return modules.map((module) => ({ ...module, definitions }));
}

/** Where it lies in the tree. */
export const snapshotPath = "nixsmith.json";

/** SHA-256, in hexadecimal, of a file without its header: a new version alone changes no file. */
export function hashOf(content: string): string {
  return createHash("sha256").update(withoutHeader(content)).digest("hex");
}

/** A generated file's text without the comment lines that say where it comes from: the marker, and a source below it. */
export function withoutHeader(content: string): string {
  const lines = content.split("\n");
  const at = lines.slice(0, 4).findIndex((line) => line.startsWith(`# ${marker}`));
  if (at === -1) return content;
  return lines.toSpliced(at, sourceLine.test(lines[at + 1] ?? "") ? 2 : 1).join("\n");
}

/** The line with which a header names a schema's source. */
const sourceLine = /^# \S+'s options: /;

/** Whether parsed JSON means to be a snapshot, rather than another kind of file. */
export function isSnapshot(json: unknown): boolean {
  return typeof json === "object" && json !== null && "generatedBy" in json;
}
