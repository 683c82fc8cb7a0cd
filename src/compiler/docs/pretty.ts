import type { Json } from "../ir/types.js";
import { byCodePoint } from "../nix/names.js";
import { showOption } from "./flatten.js";

/** A value as option documentation shows it, laid out as nixpkgs' `lib.generators.toPretty` does. */
export function pretty(value: Json, indent = ""): string {
  if (typeof value === "string") return prettyString(value, indent);
  if (typeof value !== "object" || value === null) return String(value);
  const inner = `${indent}  `;
  if (isArray(value)) {
    const items = value.map((item) => `${inner}${pretty(item, inner)}\n`);
    return items.length === 0 ? "[ ]" : `[\n${items.join("")}${indent}]`;
  }
  const entries = Object.entries(value)
    .sort(([left], [right]) => byCodePoint(left, right))
    .map(([name, item]) => `${inner}${showOption([name])} = ${pretty(item, inner)};\n`);
  return entries.length === 0 ? "{ }" : `{\n${entries.join("")}${indent}}`;
}

function prettyString(value: string, indent: string): string {
  if (!value.includes("\n")) return `"${value.replace(/\\|"|\$(?=\{)/g, "\\$&")}"`;
  const lines = value.replace(/''|\$\{/g, (found) => (found === "''" ? "'''" : "''${")).split("\n");
  const last = lines.pop();
  const body = lines.map((line) => `\n${indent}  ${line}`).join("");
  return `''${body}\n${last === "" ? indent : `${indent}  ${last}`}''`;
}

/** `Array.isArray`, which does not narrow readonly arrays out of a union. */
const isArray = (value: readonly Json[] | object): value is readonly Json[] => Array.isArray(value);
