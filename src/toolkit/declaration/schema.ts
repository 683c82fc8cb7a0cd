import { dataSchema } from "../../compiler/data/schema.js";
import type { JsonObject } from "../../compiler/ir/types.js";
import { declarationOptions } from "./shape.js";

/** The JSON Schema of declarations in JSON and YAML. */
export const declarationSchema = (comment: string): JsonObject =>
  dataSchema({ options: declarationOptions, definitions: {} }, "Declaration of nixsmith", comment);
