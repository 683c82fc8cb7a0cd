import { ImportError } from "../loss.js";
import { isArray } from "../shape.js";
import { step } from "./document.js";
import type { Keywords } from "./keywords.js";

const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;
export type TypeName = (typeof TYPES)[number];
/** What a schema without `type` speaks of; an integer is a number. */
export const ALL_TYPES: readonly TypeName[] = TYPES.filter((type) => type !== "integer");

/** The types that a schema speaks of. @throws ImportError for a type that JSON Schema does not have */
export function typesOf(keywords: Keywords): readonly TypeName[] {
  const { type } = keywords.schema;
  if (type === undefined) return ALL_TYPES;
  const names = (isArray(type) ? type : [type]).map((name) => {
    const known = TYPES.find((one) => one === name);
    if (known !== undefined) return known;
    throw new ImportError(step(keywords.located.pointer, "type"), `unknown type ${JSON.stringify(name)}`, {
      expected: `one of ${TYPES.join(", ")}`,
    });
  });
  return names.filter((name) => name !== "integer" || !names.includes("number"));
}
