import { packageVersion } from "../../root.js";
import { hashOf, snapshotPath } from "../diff/engine/snapshot.js";
import type { Snapshot } from "../diff/engine/snapshot-schema.js";
import { renameDefinitions } from "../ir/references.js";
import type { Module } from "../ir/types.js";
import { layOutJson } from "../output/json.js";
import { type Program, sourcesOf } from "../program/types.js";
import { type Artefact, marker } from "./artefact.js";

/** What a snapshot says of the runtime that confines programs. */
export type Confinement = Pick<
  Snapshot,
  "hardening" | "settable" | "sudo" | "reserved" | "unsynced" | "managed" | "kept" | "packages" | "refusals"
>;

/** Of a tree that confines nothing. */
export const unconfined: Confinement = {
  hardening: [],
  settable: [],
  sudo: [],
  reserved: [],
  unsynced: [],
  managed: [],
  kept: [],
  packages: [],
  refusals: {},
};

/** A program with all modules that the tree has of it. */
export interface ProgramModules {
  readonly program: Program;
  readonly modules: readonly Module[];
}

/** `nixsmith.json`, which says of a tree what `nixsmith diff` compares; `files` are the others of it. */
export function snapshotFile(
  programs: readonly ProgramModules[],
  confinement: Confinement,
  files: readonly Artefact[],
): Artefact {
  return { path: snapshotPath, content: layOutJson(snapshotOf(programs, confinement, files)) };
}

function snapshotOf(
  programs: readonly ProgramModules[],
  confinement: Confinement,
  files: readonly Artefact[],
): Snapshot {
  const modules = programs.flatMap(({ program, modules }) =>
    programs.length === 1 ? modules : modules.map((module) => qualified(module, program)),
  );
  const sources = sourcesOf(programs.map(({ program }) => program));
  const [source] = sources;
  return {
    generatedBy: `${marker} ${packageVersion()}; do not edit, run \`nixsmith generate\`.`,
    format: 1,
    source: source === undefined || sources.length > 1 ? sources : source,
    modules: modules.map(({ definitions: _, ...module }) => module),
    definitions: Object.assign({}, ...modules.map(({ definitions }) => definitions)),
    renames: Object.assign({}, ...programs.map(renamesIn)),
    ...confinement,
    files: Object.fromEntries(files.map(({ path, content }) => [path, hashOf(path, content)])),
  };
}

/** Two programs may have types of one name. */
const qualified = (module: Module, { name }: Program): Module =>
  renameDefinitions(module, (definition) => `${name}.${definition}`);

/** The new path of what a program has renamed, by the old one, wherever a module holds one of its files. */
export function renamesIn({ program, modules }: ProgramModules): Readonly<Record<string, string>> {
  const entries = modules.flatMap(({ path, options }) =>
    options.flatMap(({ name, type }) => {
      const file = program.files.find((one) => type.kind === "ref" && type.name === one.name);
      const at = [...path, name].join(".");
      return Object.entries(file?.retired ?? {}).flatMap(([old, { instead }]) =>
        instead === undefined ? [] : [[`${at}.${old}`, `${at}.${instead}`] as const],
      );
    }),
  );
  return Object.fromEntries(entries);
}
