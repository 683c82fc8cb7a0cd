import { renameDefinitions } from "../../ir/references.js";
import type { Module, OptionSet } from "../../ir/types.js";

/**
 * Definitions have one document of all programs and files in `nixsmith.json`, and a file each in the tree. Where two programs are
 * there, a name begins with the program's (`app.settings`), and where two files of it name a type alike, with the file's
 * (`app.settings.Part`). The files of the tree know neither.
 */
type Rename = (name: string) => string;

const same: Rename = (name) => name;
const without =
  (...beginnings: readonly string[]): Rename =>
  (name) => {
    const found = beginnings.find((beginning) => beginning !== "" && name.startsWith(beginning));
    return found === undefined ? name : name.slice(found.length);
  };

/** `app.` of `app.settings`; empty where a name has no program's. */
const programOf = (name = ""): string => name.slice(0, name.indexOf(".") + 1);

/** How a module's own file may name the types that the module's options have. */
export function moduleNames(names: readonly string[]): readonly Rename[] {
  const program = programOf(names[0]);
  return program !== "" && names.every((name) => name.startsWith(program))
    ? [same, without(program)]
    : [same];
}

/** How the file of a type may name those that it needs. */
export const typeNames = (type: string): readonly Rename[] => [same, without(`${type}.`, programOf(type))];

/** Options with other names for their types, unless two would have one. */
export function renamed<Set extends OptionSet>(set: Set, rename: Rename): Set | undefined {
  const names = Object.keys(set.definitions);
  if (new Set(names.map(rename)).size < names.length) return undefined;
  return rename === same ? set : renameDefinitions(set, rename);
}

/** The options of a module alone: they are printed without what they refer to. */
export const alone = (module: Module): Module => ({ ...module, definitions: {} });
