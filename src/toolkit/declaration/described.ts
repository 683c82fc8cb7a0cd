import type * as z from "zod";
import { option } from "../../compiler/frontends/zod.js";

export const described = <S extends z.core.$ZodType>(schema: S, description: string): S =>
  option(schema, { description });

/** One that may be left out. */
export const maybe = (schema: z.ZodType, description: string) =>
  described(schema.nullable().default(null), description);
