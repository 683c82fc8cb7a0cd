/** `nixsmith/importers`: option types out of published schemas and types; docs/library.md says how to use it. */
export { type Change, changeLine, diffTrees, type Tree } from "./compiler/importers/diff.js";
export { decodeFacts, encodeFacts, type Facts } from "./compiler/importers/facts.js";
export { flatten, type Key } from "./compiler/importers/flatten.js";
export type { Imported } from "./compiler/importers/import.js";
export type { Dialect } from "./compiler/importers/json-schema/document.js";
export { importJsonSchema, type SchemaOptions } from "./compiler/importers/json-schema/import.js";
export { ImportError, type Loss } from "./compiler/importers/loss.js";
export { type FileSource, type Origin, originText, type Source } from "./compiler/importers/origin.js";
export { type LossReport, reportLines, reportOf } from "./compiler/importers/report.js";
export { importSource, type SourceImport, type SourceOptions } from "./compiler/importers/source/import.js";
export {
  type FileSpec,
  type NpmSpec,
  npmSource,
  parseSource,
  type SourceSpec,
  type TarballSpec,
} from "./compiler/importers/source/spec.js";
