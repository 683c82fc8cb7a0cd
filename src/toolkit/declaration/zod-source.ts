import * as z from "zod";
import type { JsonObject } from "../../compiler/ir/types.js";
import { NixsmithError } from "../../errors.js";

/**
 * A schema of zod as a source: the JSON Schema of what it takes. What JSON Schema cannot say is refused, not left out.
 * @throws {NixsmithError} for a transform, a date, a function and the like
 */
export function zod(schema: z.core.$ZodType): JsonObject {
  try {
    return z.toJSONSchema(schema, { io: "input", target: "draft-7" }) as JsonObject;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NixsmithError(`no file holds what this schema of zod takes: ${said}`, {
      expected: "types that JSON has",
      cause,
    });
  }
}
