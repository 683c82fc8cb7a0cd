import type { NixExpression } from "../nix/expression.js";
import { helpers } from "../nix/helpers.js";
import { isIdentifier } from "../nix/names.js";

/** The names that printed options refer to without a prefix; the file that holds them must bind them. */
const libNames = ["literalExpression", "mkEnableOption", "mkOption", "mkPackageOption", "types"];

/** Adds the first component of every reference in an expression. */
function addFreeNames(expression: NixExpression, names: Set<string>): void {
  switch (expression.kind) {
    case "select":
      names.add(expression.path[0] ?? "");
      break;
    case "apply":
      addFreeNames(expression.callee, names);
      for (const argument of expression.args) addFreeNames(argument, names);
      break;
    case "list":
      for (const item of expression.items) addFreeNames(item, names);
      break;
    case "attrs":
      for (const { value } of expression.entries) addFreeNames(value, names);
      break;
    default:
  }
}

/** What a file that holds the expressions must take as arguments and bind in its `let`. */
export function prelude(expressions: readonly NixExpression[]): {
  readonly arguments: string;
  readonly bindings: readonly string[];
} {
  const used = new Set<string>();
  for (const expression of expressions) addFreeNames(expression, used);
  const needed = Object.entries(helpers).filter(([name]) => used.has(name));
  return {
    arguments: used.has("pkgs") || used.has("jsonFormat") ? "{\n  lib,\n  pkgs,\n  ...\n}" : "{lib, ...}",
    bindings: [
      `inherit (lib) ${libNames.filter((name) => used.has(name)).join(" ")};`,
      ...needed.map(([name, source]) => `${name} = ${source};`),
    ],
  };
}

/**
 * What a file calls the types that a document defines by name: identifiers in lower camel case, no two alike and none
 * that hides a name the file needs.
 */
export function localNames(definitions: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(["lib", "pkgs", "builtins", ...libNames, ...Object.keys(helpers)]);
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
