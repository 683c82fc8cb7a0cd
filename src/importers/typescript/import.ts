import type { Node, SourceFile } from "ts-morph";
import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import type { PackageFiles } from "../npm/package.js";
import { morph } from "./compiler.js";
import { TypeReader } from "./read.js";

/** Where a type is: a file, and the name it is exported by. */
export interface TypeLocation {
  readonly file: string;
  readonly type: string;
}

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

/** The same for a file of a package held in memory, beside the packages it depends on. */
export function importPackageType(
  main: PackageFiles,
  dependencies: readonly PackageFiles[],
  { file, type }: TypeLocation,
): Imported {
  const project = new Project({ compilerOptions, useInMemoryFileSystem: true });
  const host = project.getFileSystem();
  for (const { source, files } of [main, ...dependencies])
    for (const [path, text] of files) host.writeFileSync(inModules(source.package, path), text);
  return importFrom(project.addSourceFileAtPath(inModules(main.source.package, file)), type);
}

const inModules = (name: string, path: string): string => `/node_modules/${name}/${path}`;

function importFrom(source: SourceFile, name: string): Imported {
  const declaration: Node | undefined =
    source.getExportedDeclarations().get(name)?.[0] ?? source.getTypeAlias(name) ?? source.getInterface(name);
  if (declaration === undefined) {
    const exported = [...source.getExportedDeclarations().keys()].join(", ");
    throw new ImportError(source.getFilePath(), `it exports no type ${name}`, {
      expected: `one of ${exported || "nothing"}`,
    });
  }
  const place = new Place();
  const reader = new TypeReader(declaration);
  return lowerAll(reader.shape(declaration.getType(), place), reader.definitions, place);
}
