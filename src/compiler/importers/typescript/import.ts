import type { Node, SourceFile } from "ts-morph";
import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import type { PackageFiles } from "../npm/package.js";
import { morph } from "./compiler.js";
import { GLOBALS } from "./globals.js";
import { reachable } from "./reach.js";
import { TypeReader } from "./read.js";

/** Where a type is: a file, and the name it is exported by. */
export interface TypeLocation {
  readonly file: string;
  readonly type: string;
}

/** A package, as far as its types are concerned. */
export type TypeFiles = Pick<PackageFiles, "source" | "files">;

const { ModuleKind, ModuleResolutionKind, Project, ScriptTarget } = morph;

const compilerOptions = {
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

/**
 * Option types for a type that a TypeScript file on disk exports; imports are resolved as the compiler would.
 *
 * @throws ImportError when the file or the type is not there
 */
export function importTypescript({ file, type }: TypeLocation): Imported {
  const project = new Project({ compilerOptions, skipAddingFilesFromTsConfig: true });
  const source = project.addSourceFileAtPathIfExists(file);
  if (source === undefined) throw new ImportError(file, "no such file");
  return importFrom(source, type);
}

/**
 * The same for a file of a package held in memory, beside the packages it depends on. Of those many thousand lines, only
 * what the type can depend on is read.
 */
export function importPackageType(
  main: TypeFiles,
  dependencies: readonly TypeFiles[],
  { file, type }: TypeLocation,
): Imported {
  const packages = [main, ...dependencies].flatMap(({ source, files }) =>
    [...files].map(([path, text]): [string, string] => [inModules(source.package, path), text]),
  );
  const entry = inModules(main.source.package, file);
  const reached = reachable(entry, new Map(packages), compilerOptions);
  const project = new Project({ compilerOptions, useInMemoryFileSystem: true, libFolderPath: LIB });
  const host = project.getFileSystem();
  host.writeFileSync(`${LIB}/${compilerOptions.lib[0]}`, GLOBALS);
  for (const [path, text] of packages)
    if (reached.has(path) || path.endsWith("/package.json")) host.writeFileSync(path, text);
  return importFrom(project.addSourceFileAtPath(entry), type);
}

/** Where the compiler finds its own declarations, in memory. */
const LIB = "/lib";
const inModules = (name: string, path: string): string => `/node_modules/${name}/${path}`;

function importFrom(source: SourceFile, name: string): Imported {
  const exported = source.getExportSymbols();
  const symbol = exported.find((one) => one.getName() === name);
  const declaration: Node | undefined =
    (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations()[0] ??
    source.getTypeAlias(name) ??
    source.getInterface(name);
  if (declaration === undefined)
    throw new ImportError(source.getFilePath(), `it exports no type ${name}`, {
      expected: `one of ${exported.map((one) => one.getName()).join(", ") || "nothing"}`,
    });
  const place = new Place();
  const reader = new TypeReader(declaration);
  return lowerAll(reader.shape(declaration.getType(), place), reader.definitions, place);
}
