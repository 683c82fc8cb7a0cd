import type { Snapshot } from "./snapshot-schema.js";

/** What a snapshot says beside the files and without the version that it was written by. */
export type Statement = Omit<Snapshot, "generatedBy" | "files">;

export const statementOf = ({ generatedBy: _, files: __, ...said }: Snapshot): Statement => said;

/** Lists whose order says nothing, by the name that they have: of options, of what an enum takes, of what a tree names. */
const sets: ReadonlySet<string> = new Set([
  "hardening",
  "kept",
  "managed",
  "modules",
  "oneOf",
  "options",
  "packages",
  "reserved",
  "settable",
  "source",
  "sudo",
  "unsynced",
  "values",
  "where",
]);

/** A text that is equal for statements that say the same, in whatever order. */
export const textOf = (statement: Statement): string => write(statement, "");

function write(value: unknown, name: string): string {
  // Data of a default, or of a property: its order is its own.
  if (typeof value !== "object" || value === null || name === "value") return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) {
    const entries = value.map((entry) => write(entry, ""));
    return `[${(sets.has(name) ? entries.sort() : entries).join(",")}]`;
  }
  const entries = Object.entries(value).map(([key, of]) => `${JSON.stringify(key)}:${write(of, key)}`);
  return `{${entries.sort().join(",")}}`;
}
