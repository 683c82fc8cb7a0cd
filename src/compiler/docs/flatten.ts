import { NixsmithError } from "../../errors.js";
import { endRecursion } from "../ir/recursion.js";
import type { Module, Option, OptionType } from "../ir/types.js";
import { isIdentifier } from "../nix/names.js";
import { Extent } from "./extent.js";

/** One option with its place in the whole tree, as option documentation lists it. */
export interface FlatOption {
  /** The path as {@link showOption} writes it. */
  readonly name: string;
  /** Its path; `*` stands for a list's index and `<name>` for a free attribute name, as nixpkgs writes them. */
  readonly loc: readonly string[];
  readonly option: Option;
}

/**
 * Every option of a module, those inside its submodules included, as nixpkgs' `lib.optionAttrSetToDocList` lists them.
 * Like there, options inside a union are not listed. The module is one of {@link withoutRecursion}.
 */
export function flatten(module: Module): readonly FlatOption[] {
  if (new Extent(module.definitions, false).of(module.options) > MAX_LISTED) throw tooMany(module);
  return list(module, false);
}

/** The same with the options inside unions, for readers; those of several members of one union stand side by side. */
export const flattenWhole = (module: Module): readonly FlatOption[] => list(module, true);

/** The options inside a definition, for readers, with the definition itself as the first: `#Name`, `#Name.key`. */
export function flattenType(name: string, { definitions }: Module): readonly [FlatOption, ...FlatOption[]] {
  const type = definitions[name] ?? { kind: "ref", name };
  const place = { name: typeName(name), loc: [typeName(name)] };
  const found: FlatOption[] = [];
  descend(place, type, { definitions, unions: true, found });
  return [{ ...place, option: { name, type, description: "" } }, ...found];
}

/** What a definition is called where it is described by itself, as the importers' reports do; no option's path begins so. */
export const typeName = (definition: string): string => `#${definition}`;
export const isTypeName = (name: string): boolean => name.startsWith("#");

/** The module with the references named at which its documentation ends, as the emitted types have them. */
export function withoutRecursion(module: Module): Module {
  const roots = module.options.map(({ type }) => type);
  return { ...module, definitions: endRecursion(roots, module.definitions) };
}

/** Characters; what is listed has to be held in memory, and written as one text. */
const MAX_LISTED = 100_000_000;

const tooMany = ({ path }: Module): NixsmithError =>
  new NixsmithError(
    "its types have each other so often that its options cannot be listed, each at every place",
    {
      where: showOption(path),
      expected: `options with less than ${MAX_LISTED / 1_000_000} million characters of documentation`,
      mend: "declare a part of the schema, such as FILE#/definitions/NAME; pages describe a shared type once: nixsmith docs --format markdown man html",
    },
  );

function list({ path, options, definitions }: Module, unions: boolean): readonly FlatOption[] {
  const found: FlatOption[] = [];
  enter({ name: showOption(path), loc: path }, options, { definitions, unions, found });
  return found;
}

interface Walk {
  readonly definitions: Module["definitions"];
  /** Whether the members of unions are entered. */
  readonly unions: boolean;
  /** Where all options go, as there may be many thousands. */
  readonly found: FlatOption[];
}

/** A path and its text. */
type Place = Pick<FlatOption, "name" | "loc">;

const inside = ({ name, loc }: Place, part: string): Place => ({
  name: name === "" ? showPart(part) : `${name}.${showPart(part)}`,
  loc: [...loc, part],
});

function enter(at: Place, options: readonly Option[], walk: Walk): void {
  for (const option of options) {
    const { name, loc } = inside(at, option.name);
    const flat = { name, loc, option };
    if (option.declaration?.kind !== "group") walk.found.push(flat);
    descend(flat, option.type, walk);
  }
}

function descend(at: Place, type: OptionType, walk: Walk): void {
  switch (type.kind) {
    case "nullOr":
      descend(at, type.of, walk);
      break;
    case "listOf":
    case "ordered":
      descend(inside(at, "*"), type.of, walk);
      break;
    case "attrsOf":
      descend(inside(at, "<name>"), type.of, walk);
      break;
    case "union":
      if (walk.unions) for (const member of type.of) descend(at, member, walk);
      break;
    case "submodule":
      enter(at, type.options, walk);
      if (type.freeform) descend(inside(at, "<name>"), type.freeform, walk);
      break;
    case "ref": {
      const target = walk.definitions[type.name];
      if (target !== undefined && type.named !== true) descend(at, target, walk);
    }
  }
}

/** An option's path as nixpkgs' `showOption` writes it: `services."my app".ports.*`. */
export function showOption(loc: readonly string[]): string {
  return loc.map(showPart).join(".");
}

function showPart(part: string): string {
  if (isIdentifier(part) || part === "*" || /^<.*>$/s.test(part)) return part;
  return JSON.stringify(part).replaceAll("$", "\\$");
}
