import type { Module, Option, OptionType } from "../ir/types.js";
import { isIdentifier } from "../nix/names.js";

/** One option with its place in the whole tree, as option documentation lists it. */
export interface FlatOption {
  /** Its path; `*` stands for a list's index and `<name>` for a free attribute name, as nixpkgs writes them. */
  readonly loc: readonly string[];
  readonly option: Option;
}

/**
 * Every option of a module, those inside its submodules included, as nixpkgs' `lib.optionAttrSetToDocList` lists them.
 * Like there, options inside a union are not listed. A recursive type is entered once.
 */
export function flatten(module: Module): readonly FlatOption[] {
  return listed(module.path, module.options, scopeOf(module, false));
}

/** The same with the options inside unions, for readers; those of several members of one union stand side by side. */
export function flattenWhole(module: Module): readonly FlatOption[] {
  return listed(module.path, module.options, scopeOf(module, true));
}

interface Scope {
  readonly definitions: Module["definitions"];
  /** Names of the references that led here. */
  readonly open: ReadonlySet<string>;
  /** Whether the members of unions are entered. */
  readonly unions: boolean;
}

const scopeOf = ({ definitions }: Module, unions: boolean): Scope => ({
  definitions,
  open: new Set(),
  unions,
});

function listed(at: readonly string[], options: readonly Option[], scope: Scope): readonly FlatOption[] {
  return options.flatMap((option) => {
    const loc = [...at, option.name];
    const inner = below(loc, option.type, scope);
    return option.declaration?.kind === "group" ? inner : [{ loc, option }, ...inner];
  });
}

function below(at: readonly string[], type: OptionType, scope: Scope): readonly FlatOption[] {
  switch (type.kind) {
    case "nullOr":
      return below(at, type.of, scope);
    case "listOf":
      return below([...at, "*"], type.of, scope);
    case "attrsOf":
      return below([...at, "<name>"], type.of, scope);
    case "union":
      return scope.unions ? type.of.flatMap((member) => below(at, member, scope)) : [];
    case "submodule": {
      const { options, freeform } = type;
      const known = listed(at, options, scope);
      return freeform === undefined ? known : [...known, ...below([...at, "<name>"], freeform, scope)];
    }
    case "ref": {
      const target = scope.definitions[type.name];
      if (target === undefined || scope.open.has(type.name)) return [];
      return below(at, target, { ...scope, open: new Set([...scope.open, type.name]) });
    }
    default:
      return [];
  }
}

/** An option's path as nixpkgs' `showOption` writes it: `services."my app".ports.*`. */
export function showOption(loc: readonly string[]): string {
  return loc.map(showPart).join(".");
}

function showPart(part: string): string {
  if (part === "*" || /^<.*>$/s.test(part) || isIdentifier(part)) return part;
  return JSON.stringify(part).replaceAll("$", "\\$");
}
