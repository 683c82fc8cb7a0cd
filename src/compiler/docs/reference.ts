import type { Module, Option } from "../ir/types.js";
import { fromJson, printNix } from "../nix/print.js";
import type { Program, ProgramFile } from "../program/types.js";
import { type FlatOption, flattenWhole, showOption, withoutRecursion } from "./flatten.js";
import { type Lore, loreOf } from "./lore.js";
import { docOption } from "./options-json.js";

/** What a reader is told of one option; the same for every format. Code is Nix, prose is Markdown. */
export interface Entry extends Lore {
  /** Its path as nixpkgs writes it, such as `services.app.users.<name>.home`. */
  readonly name: string;
  readonly loc: readonly string[];
  readonly type: string;
  readonly description: string;
  readonly default: string | undefined;
  readonly example: string | undefined;
  readonly readOnly: boolean;
  readonly deprecated: string | undefined;
  /** What the program takes where the option is not set; JSON. */
  readonly upstreamDefault: string | undefined;
  /** Whose option it is, as people call it. */
  readonly program: string;
}

/** A module with what else its documentation tells. */
export interface DocumentedModule {
  readonly module: Module;
  readonly program: Program;
  /** The files of the emitted tree that declare its options. */
  readonly declarations: readonly string[];
}

/** Options that share the first name below their module, or those that share it with no other. */
export interface Section {
  readonly name: string;
  readonly entries: readonly Entry[];
}

export interface ModuleReference {
  readonly name: string;
  readonly target: Module["target"];
  readonly summary: string;
  /** Files of the emitted tree. */
  readonly declarations: readonly string[];
  readonly sections: readonly Section[];
}

/** The reference of a module, in the order of its declaration. */
export function referenceOf({ module: declared, program, declarations }: DocumentedModule): ModuleReference {
  const module = withoutRecursion(declared);
  const name = showOption(module.path);
  const flat = flattenWhole(module);
  const lore = loreIn(flat, program.files);
  const entries = flat.map((option) =>
    entryOf(option, module, { ...lore(option.loc), program: program.title }),
  );
  const below = (entry: Entry) => entry.loc[module.path.length] ?? "";
  const heads = [...new Set(entries.map(below))].map((head) => ({
    name: showOption([...module.path, head]),
    entries: entries.filter((entry) => below(entry) === head),
  }));
  const single = heads.filter((head) => head.entries.length === 1).flatMap((head) => head.entries);
  const sections = heads.filter((head) => head.entries.length > 1);
  return {
    name,
    target: module.target,
    summary: module.summary,
    declarations,
    sections: [{ name, entries: single }, ...sections],
  };
}

function entryOf(
  { name, loc, option }: FlatOption,
  module: Module,
  lore: Lore & Pick<Entry, "program">,
): Entry {
  const documented = docOption(loc, option, [], module);
  return {
    ...lore,
    name,
    loc,
    type: documented.type,
    description: option.description,
    default: nixText(option.default) ?? documented.default?.text,
    example: nixText(option.example) ?? documented.example?.text,
    readOnly: documented.readOnly,
    deprecated: option.deprecated,
    upstreamDefault:
      option.upstreamDefault === undefined ? undefined : JSON.stringify(option.upstreamDefault),
  };
}

/** Data as one would write it; expressions have their own text. */
function nixText(value: Option["default"]): string | undefined {
  return value?.kind === "data" ? printNix(fromJson(value.value)) : undefined;
}

const nothing: Lore = { since: undefined, losses: [] };

/** The lore of options that are keys of a program's files: those at and below an option whose type is such a file. */
function loreIn(
  flat: readonly FlatOption[],
  files: readonly ProgramFile[],
): (loc: readonly string[]) => Lore {
  const roots = flat.flatMap(({ loc, option }) => {
    const file = files.find(({ name }) => option.type.kind === "ref" && option.type.name === name);
    return file === undefined ? [] : [{ loc, lore: fileLore(file) }];
  });
  return (loc) => {
    const root = roots.find((one) => one.loc.every((part, index) => loc[index] === part));
    return root?.lore(keyPath(loc.slice(root.loc.length))) ?? nothing;
  };
}

function fileLore(file: ProgramFile): (path: string) => Lore {
  return file.history === undefined ? () => nothing : loreOf(file, file.history);
}

/** An option's place in the way that importers write it: `packages.*.source` is `packages[].source` there. */
function keyPath(loc: readonly string[]): string {
  return loc
    .map((part) => (part === "*" ? "[]" : `.${part === "<name>" ? "*" : part}`))
    .join("")
    .replace(/^\./, "");
}
