import { morph } from "./compiler.js";

const { ModuleKind, ModuleResolutionKind, ScriptTarget } = morph;

export const compilerOptions = {
  strict: true,
  target: ScriptTarget.ES2022,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: [],
  // What JSON can hold is declared there; the declarations of a browser, which come by default, are three times the rest.
  lib: ["lib.es2022.d.ts"],
};

/** Where a package's file is for the compiler, when packages are held in memory. */
export const inModules = (name: string, path: string): string => `/node_modules/${name}/${path}`;
