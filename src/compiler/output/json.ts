import type { Json } from "../ir/types.js";

/** Columns. */
const width = 110;

/** JSON text for a file under version control: what fits a line stands on one, so that a change is a few lines. */
export function layOutJson(value: object): string {
  return `${layOut(JSON.parse(JSON.stringify(value)), "")}\n`;
}

function layOut(value: Json, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= width) return line;
  const inner = `${indent} `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => inner + layOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}
