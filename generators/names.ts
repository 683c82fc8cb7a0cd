import type { NixExpression } from "../src/nix/expression.js";
import { helpers } from "../src/nix/options.js";

/** The names that printed options refer to without a prefix; the file that holds them must bind them. */
const libNames = ["literalExpression", "mkEnableOption", "mkOption", "mkPackageOption", "types"];

/** First components of every reference in an expression. */
function freeNames(expression: NixExpression): readonly string[] {
  switch (expression.kind) {
    case "select":
      return expression.path.slice(0, 1);
    case "apply":
      return [expression.callee, ...expression.args].flatMap(freeNames);
    case "list":
      return expression.items.flatMap(freeNames);
    case "attrs":
      return expression.entries.flatMap(({ value }) => freeNames(value));
    default:
      return [];
  }
}

/** What a file that holds the expressions must take as arguments and bind in its `let`. */
export function prelude(expressions: readonly NixExpression[]): { readonly arguments: string; readonly bindings: readonly string[] } {
  const used = new Set(expressions.flatMap(freeNames));
  const needed = Object.entries(helpers).filter(([name]) => used.has(name));
  return {
    arguments: used.has("pkgs") || used.has("jsonFormat") ? "{\n  lib,\n  pkgs,\n  ...\n}" : "{lib, ...}",
    bindings: [
      `inherit (lib) ${libNames.filter((name) => used.has(name)).join(" ")};`,
      ...needed.map(([name, source]) => `${name} = ${source};`),
    ],
  };
}
