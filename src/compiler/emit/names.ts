import { helpers, imported } from "../nix/helpers.js";
import { isIdentifier } from "../nix/names.js";

/** The names that printed options refer to without a prefix; the file that holds them must bind them. */
const libNames = ["literalExpression", "mkEnableOption", "mkOption", "mkPackageOption", "types"];

/** What a file must take as arguments and bind in its `let`, by the first names of all references in it. */
export function prelude(used: ReadonlySet<string>): {
  readonly arguments: string;
  readonly bindings: readonly string[];
} {
  const needed = (of: typeof helpers) => Object.entries(of).filter(([name]) => used.has(name));
  return {
    arguments: used.has("pkgs") || used.has("jsonFormat") ? "{\n  lib,\n  pkgs,\n  ...\n}" : "{lib, ...}",
    bindings: [
      `inherit (lib) ${libNames.filter((name) => used.has(name)).join(" ")};`,
      ...needed(imported).map(([name, source]) => `inherit (${source}) ${name};`),
      ...needed(helpers).map(([name, source]) => `${name} = ${source};`),
    ],
  };
}

/**
 * What a file calls the types that a document defines by name: identifiers in lower camel case, no two alike and none
 * that hides a name the file needs.
 */
export function localNames(definitions: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set([
    "lib",
    "pkgs",
    "builtins",
    ...libNames,
    ...Object.keys(helpers),
    ...Object.keys(imported),
  ]);
  return new Map(
    definitions.map((definition) => {
      const base = identifier(definition);
      let name = base;
      for (let suffix = 2; taken.has(name); suffix += 1) name = `${base}${suffix}`;
      taken.add(name);
      return [definition, name];
    }),
  );
}

function identifier(definition: string): string {
  const words = definition.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const name = joined.charAt(0).toLowerCase() + joined.slice(1);
  return isIdentifier(name) ? name : `type${joined}`;
}
