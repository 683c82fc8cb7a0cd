import type { Module, Option, OptionType, Value } from "../../src/compiler/ir/types.js";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";

/** An option with the place it has in a configuration. */
export interface Located {
  readonly path: readonly string[];
  readonly option: Option;
}

/**
 * Every option of a module that can be set on its own, those of submodules below a made-up name.
 * @param instance the attribute name that stands for `<name>`
 */
export function everyOption({ path, options }: Module, instance: string): readonly Located[] {
  const below = (parent: readonly string[], option: Option): readonly Located[] => {
    const here = [...parent, option.name];
    if (option.declaration?.kind === "group") return nested(here, option.type);
    return [{ path: here, option }, ...nested([...here, instance], option.type)];
  };
  const nested = (parent: readonly string[], type: OptionType): readonly Located[] => {
    if (type.kind === "attrsOf") return nested(parent, type.of);
    return type.kind === "submodule" ? type.options.flatMap((option) => below(parent, option)) : [];
  };
  return options.flatMap((option) => below(path, option));
}

/** `a.b.c = value;` as a module in whose scope `pkgs` is. */
export const setting = (path: readonly string[], value: string): string =>
  `({lib, pkgs, ...}: {${printNix({ kind: "select", path })} = ${value};})`;

export const printValue = (value: Value): string =>
  value.kind === "data" ? printNix(fromJson(value.value)) : value.text;

/** A value, as Nix, that the type must refuse; nothing for types that take whatever there is. */
export function wrongValue(type: OptionType): string | undefined {
  switch (type.kind) {
    case "nullOr":
      return wrongValue(type.of);
    case "listOf":
      return '"not a list"';
    case "union":
      return type.of.some((member) => wrongValue(member) === undefined) ? undefined : "(_: null)";
    case "bool":
    case "enum":
    case "int":
    case "number":
    case "package":
    case "attrsOf":
    case "submodule":
    case "ref":
      return '"certainly not this"';
    case "str":
    case "lines":
    case "path":
      return "[42]";
    default:
      return undefined;
  }
}
