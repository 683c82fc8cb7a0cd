import { groupBy } from "../../group-by.js";
import type { Module, Option } from "../ir/types.js";
import { fromJson, printNix } from "../nix/print.js";
import type { Program } from "../program/types.js";
import { namedIn, toldApart } from "./apart.js";
import {
  type FlatOption,
  flattenType,
  flattenWhole,
  showOption,
  typeName,
  withoutRecursion,
} from "./flatten.js";
import type { Lore } from "./lore.js";
import { loreIn } from "./option-lore.js";
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
  /** The types of its own that are described elsewhere on the page, by the names of their entries. */
  readonly types: readonly string[];
  /** Whether it is no option, but a type that stands at several places. */
  readonly isType: boolean;
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
  /** What a reader has to know of the whole; Markdown as descriptions have it. */
  readonly notes: readonly string[];
  /** Files of the emitted tree. */
  readonly declarations: readonly string[];
  /** Those of the options, then one for each type that is described by itself. */
  readonly sections: readonly Section[];
}

/** The reference of a module, in the order of its declaration. */
export function referenceOf({ module: declared, program, declarations }: DocumentedModule): ModuleReference {
  const { module, apart } = toldApart(withoutRecursion(declared));
  const flat = flattenWhole(module);
  const types = apart.map((type) => flattenType(type, module));
  const named = namesOf(module, apart);
  const places = placesOf([...flat, ...types.flat()], named);
  const lore = loreIn(flat, types, program.files);
  const entry = (option: FlatOption) =>
    entryOf(option, module, { ...lore(option.loc), types: named(option), program: program.title });
  const typeSections = types.map(([type, ...inside]) => ({
    name: type.name,
    entries: [
      { ...entry(type), description: placesText(places.get(type.name) ?? []), isType: true },
      ...inside.map(entry),
    ],
  }));
  return {
    name: showOption(module.path),
    target: module.target,
    summary: module.summary,
    notes: types.length === 0 ? [] : [APART],
    declarations,
    sections: [...sectionsOf(module.path, flat.map(entry)), ...typeSections],
  };
}

const APART =
  "Types that stand at several places are described once, after the options: `#Name` is such a type, and `#Name.key` an " +
  "option inside each of it. Since when these are there differs from place to place, and is in the history of the schema. " +
  "What `nixsmith docs --format options-json` writes has each option at every place, as nixpkgs lists them.";

function sectionsOf(path: readonly string[], entries: readonly Entry[]): readonly Section[] {
  const heads = [...groupBy(entries, ({ loc }) => loc[path.length] ?? "")].map(([head, entries]) => ({
    name: showOption([...path, head]),
    entries,
  }));
  const single = heads.filter((head) => head.entries.length === 1).flatMap((head) => head.entries);
  return [{ name: showOption(path), entries: single }, ...heads.filter((head) => head.entries.length > 1)];
}

type Names = (option: FlatOption) => readonly string[];

/** The types that an option's type names and that are described by themselves, by the names of their entries. */
const namesOf =
  ({ definitions }: Module, apart: readonly string[]): Names =>
  ({ option }) =>
    apart.length === 0 ? [] : [...new Set(namedIn(option.type, definitions))].map(typeName);

/** The entries that name a type, by the name of its own. */
function placesOf(all: readonly FlatOption[], named: Names): ReadonlyMap<string, readonly string[]> {
  const uses = all.flatMap((option) => named(option).map((type) => ({ place: option.name, type })));
  const byType = [...groupBy(uses, ({ type }) => type)];
  return new Map(byType.map(([type, uses]) => [type, uses.map(({ place }) => place)]));
}

const MAX_PLACES = 5;

function placesText(places: readonly string[]): string {
  const shown = places.slice(0, MAX_PLACES).map((place) => `\`${place}\``);
  const more = places.length - shown.length;
  return `Stands at ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

function entryOf(
  { name, loc, option }: FlatOption,
  module: Module,
  known: Lore & Pick<Entry, "program" | "types">,
): Entry {
  const documented = docOption(loc, option, [], module);
  return {
    ...known,
    name,
    loc,
    type: documented.type,
    isType: false,
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
