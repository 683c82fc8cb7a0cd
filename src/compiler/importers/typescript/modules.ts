import type { PackageFiles } from "../npm/package.js";
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

/** A package, as far as its types are concerned. */
export type TypeFiles = Pick<PackageFiles, "source" | "files">;

/** Where a package's file is for the compiler, when packages are held in memory. */
export const inModules = (name: string, path: string): string => `/node_modules/${name}/${path}`;

/** All files of packages, by where they are for the compiler. */
export const filesInModules = (packages: readonly TypeFiles[]): ReadonlyMap<string, string> =>
  new Map(
    packages.flatMap(({ source, files }) =>
      [...files].map(([path, text]): [string, string] => [inModules(source.package, path), text]),
    ),
  );

/** What a file has to export for a type of it: of `Config.Options`, `Config`. */
export const outermost = (type: string): string => type.split(".")[0] ?? "";
