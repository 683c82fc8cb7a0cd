/** `nixsmith/zod`: options out of zod schemas; docs/library.md says how to use it. */
export {
  data,
  expression,
  type OptionMetadata,
  option,
  optionsOf,
  UnsupportedSchemaError,
  type ZodSchema,
} from "./compiler/frontends/zod.js";

export { zod } from "./toolkit/declaration/zod-source.js";
