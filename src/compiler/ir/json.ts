import * as z from "zod";
import { isPrinted } from "./group.js";
import type { Option, OptionType } from "./types.js";

/** The IR as parsed JSON is checked against this before anyone trusts it to be one. */

const bound = z.number().exactOptional();
const text = z.string().exactOptional();
const numeric = { min: bound, max: bound, exclusiveMin: bound, exclusiveMax: bound };

const scalar = z.union([z.null(), z.boolean(), z.number(), z.string()]);

/** An {@link OptionType} out of JSON. */
export const typeSchema: z.ZodType<OptionType> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("bool") }),
    z.strictObject({ kind: z.literal("lines") }),
    z.strictObject({ kind: z.literal("path") }),
    z.strictObject({ kind: z.literal("package") }),
    z.strictObject({ kind: z.literal("json") }),
    z.strictObject({ kind: z.literal("raw") }),
    z.strictObject({ kind: z.literal("str"), minLength: bound, maxLength: bound, pattern: text }),
    z.strictObject({ kind: z.literal("int"), ...numeric }),
    z.strictObject({ kind: z.literal("number"), ...numeric }),
    z.strictObject({
      kind: z.literal("enum"),
      values: z.array(scalar),
    }),
    z.strictObject({
      kind: z.literal("nullOr"),
      of: typeSchema,
      explicit: z.literal(true).exactOptional(),
    }),
    z.strictObject({
      kind: z.literal("listOf"),
      of: typeSchema,
      minItems: bound,
      maxItems: bound,
      unique: z.literal(true).exactOptional(),
    }),
    z.strictObject({ kind: z.literal("attrsOf"), of: typeSchema, namePattern: text }),
    z.strictObject({ kind: z.literal("ordered"), of: typeSchema }),
    z.strictObject({ kind: z.literal("union"), of: z.array(typeSchema) }),
    z.strictObject({
      kind: z.literal("submodule"),
      options: z.array(option),
      freeform: typeSchema.exactOptional(),
      fromFile: z.literal(true).exactOptional(),
    }),
    z.strictObject({
      kind: z.literal("ref"),
      name: z.string(),
      named: z.literal(true).exactOptional(),
    }),
  ]),
);

const value = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("data"), value: z.json() }),
  z.strictObject({ kind: z.literal("nix"), text: z.string() }),
]);

const declaration = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("option") }),
  z.strictObject({ kind: z.literal("group") }),
  z.strictObject({ kind: z.literal("enable"), what: z.string() }),
  z.strictObject({ kind: z.literal("package"), attribute: z.string(), nullable: z.boolean() }),
]);

const protects = z.union([
  z.enum(["nothing", "same", "false", "true", "smaller", "subset", "superset", "mask"]),
  z.array(scalar).readonly(),
]);

const option: z.ZodType<Option> = z.lazy(() =>
  z
    .strictObject({
      name: z.string(),
      type: typeSchema,
      description: z.string().default(""),
      declaration: declaration.exactOptional(),
      default: value.exactOptional(),
      defaultText: text,
      example: value.exactOptional(),
      readOnly: z.literal(true).exactOptional(),
      deprecated: text,
      protects: protects.exactOptional(),
      upstreamDefault: z.json().exactOptional(),
    })
    .refine(isPrinted, "a group of options says nothing of itself but its name and its options"),
);

/** {@link Module}s that share their definitions, out of JSON. */
export const moduleFields = {
  modules: z
    .array(
      z.strictObject({
        target: z.enum(["nixos", "home-manager"]),
        path: z.array(z.string()).readonly(),
        summary: z.string(),
        upstream: text,
        options: z.array(option).readonly(),
      }),
    )
    .readonly(),
  definitions: z.record(z.string(), typeSchema),
};
