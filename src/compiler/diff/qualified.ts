import { renameDefinitions } from "../ir/references.js";
import type { Module, OptionType } from "../ir/types.js";

type Definitions = Module["definitions"];

/**
 * A tree of several programs names a type by its program (`app.settings`), and a program's files name one by the file where
 * two files have the name (`settings.Part`); the files of the tree know neither. A module with the names that its own files
 * have, and as it is.
 */
export function moduleForms(module: Module, names: readonly string[]): readonly Module[] {
  const [first = ""] = names;
  const program = first.slice(0, first.indexOf(".") + 1);
  if (program === "" || !names.every((name) => name.startsWith(program))) return [module];
  const own = Object.entries(module.definitions).filter(([name]) => name.startsWith(program));
  const alone = { ...module, definitions: Object.fromEntries(own) };
  return [module, renameDefinitions(alone, (name) => name.slice(program.length))];
}

/** The same of the type of a file, with the types that it needs. */
export function typeForms(
  file: string,
  type: OptionType,
  definitions: Definitions,
): readonly { readonly type: OptionType; readonly definitions: Definitions }[] {
  const asItIs = { type, definitions };
  const rename = (name: string): string => (name.startsWith(`${file}.`) ? name.slice(file.length + 1) : name);
  const names = new Set(Object.keys(definitions).map(rename));
  const isSame = Object.keys(definitions).every((name) => rename(name) === name);
  if (isSame || names.size < Object.keys(definitions).length) return [asItIs];
  const renamed = renameDefinitions(
    { options: [{ name: file, type, description: "" }], definitions },
    rename,
  );
  const [option] = renamed.options;
  return option === undefined ? [asItIs] : [asItIs, { type: option.type, definitions: renamed.definitions }];
}
