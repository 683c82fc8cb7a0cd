import type { Json, JsonObject } from "./types.js";

/** Whether a value is one of names and values, and no list. */
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: unknown): value is Readonly<Record<string, unknown>>;
export function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Objects merge deeply, and of anything else the upper one stays. */
export function merged(below: JsonObject, above: JsonObject): JsonObject;
export function merged(below: Json, above: Json): Json;
export function merged(below: Json, above: Json): Json {
  if (!isObject(below) || !isObject(above)) return above;
  const both = Object.entries(above).map(([name, value]) => [name, merged(below[name] ?? null, value)]);
  return { ...below, ...Object.fromEntries(both) };
}
