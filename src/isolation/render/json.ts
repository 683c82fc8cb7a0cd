import type { Json } from "../../compiler/ir/types.js";
import { byBytes } from "../host/values.js";

/** JSON as `pkgs.formats.json` prints it, but that a null is left out. */
export function printJson(value: Json, indent: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (isList(value))
    return block(
      "[]",
      value.map((item) => printJson(item, deeper)),
      indent,
    );
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .sort(([a], [b]) => byBytes(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}: ${printJson(member, deeper)}`);
  return block("{}", members, indent);
}

function block([open, close]: string, items: readonly string[], indent: string): string {
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
