import { mapValues } from "../../../map-values.js";
import { renamesIn } from "../../emit/snapshot.js";
import { annotate } from "../../ir/annotate.js";
import type { Module, OptionType } from "../../ir/types.js";
import type { Program } from "../../program/types.js";
import type { Side } from "../engine/side.js";
import { factsOfModules } from "../options/from-modules.js";

/** A program of which other versions can be had. */
export interface Versioned {
  readonly program: Program;
  /** The types of its files in another version, by name. @throws {NixsmithError} where the version cannot be had */
  readonly read: (version: string) => Promise<Files>;
}

type Files = Readonly<Record<string, Typed>>;

interface Typed {
  readonly type: OptionType;
  readonly definitions: Module["definitions"];
}

/**
 * The options of one version of a program's configuration files, mounted where the Home Manager module has them.
 * @param version of the program; without it, the one that is held
 * @throws {NixsmithError} where the version cannot be had
 */
export async function readSchemaVersion({ program, read }: Versioned, version?: string): Promise<Side> {
  const held = Object.fromEntries(program.files.map((file) => [file.name, file]));
  const modules = modulesOf(program, version === undefined ? held : await read(version));
  return {
    name: `${program.name}@${version ?? heldVersion(program)}`,
    modules,
    options: factsOfModules(modules),
    renames: new Map(Object.entries(renamesIn({ program, modules: [program.module] }))),
  };
}

function heldVersion({ files }: Program): string {
  const [source] = files.map((file) => file.source);
  return source !== undefined && "version" in source ? source.version : "held";
}

function modulesOf({ module }: Program, files: Files): readonly Module[] {
  return Object.entries(files).map(([file, typed]) => moduleOf(module, file, typed));
}

/** Prose is the upstream's in one version and ours in another; facts alone are compared. */
function moduleOf({ target, path }: Module, name: string, { type, definitions }: Typed): Module {
  const bare = (of: OptionType): OptionType => annotate(of, "", () => ({ description: "" }));
  return {
    target,
    path,
    summary: "",
    options: [{ name, type: bare(type), description: "", default: { kind: "data", value: {} } }],
    definitions: mapValues(definitions, bare),
  };
}
