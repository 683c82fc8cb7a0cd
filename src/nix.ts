/** `nixsmith/nix`: Nix expressions as data and as text; docs/library.md says how to use it. */
export type { Made, Provenance } from "./compiler/emit/artefact.js";
export { optionsFile, type TypeFiles, typeFile } from "./compiler/emit/options.js";
export type { AttrsExpression, NixBinding, NixExpression } from "./compiler/nix/expression.js";
export type { ValuePath } from "./compiler/nix/names.js";
export { fromJson, NixPrintError, type PrintOptions, printNix, printPath } from "./compiler/nix/print.js";
