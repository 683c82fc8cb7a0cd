import type { Node, SourceFile, Symbol as TypeSymbol } from "ts-morph";
import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import type { PackageFiles } from "../npm/package.js";
import { morph } from "./compiler.js";
import { GLOBALS } from "./globals.js";
import { compilerOptions, inModules } from "./modules.js";
import { reachable } from "./reach.js";
import { isUnresolved, TypeReader } from "./read.js";

/** Where a type is: a file, and the name it is exported by. */
export interface TypeLocation {
  readonly file: string;
  readonly type: string;
}

/** A package, as far as its types are concerned. */
export type TypeFiles = Pick<PackageFiles, "source" | "files">;

const { Project } = morph;

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
    if (reached.files.has(path) || path.endsWith("/package.json")) host.writeFileSync(path, text);
  return importFrom(project.addSourceFileAtPath(entry), type);
}

/** Where the compiler finds its own declarations, in memory. */
const LIB = "/lib";

function importFrom(source: SourceFile, name: string): Imported {
  const declaration = declarationOf(source, name);
  const type = declaration.getType();
  if (isUnresolved(type))
    throw new ImportError(
      source.getBaseName(),
      `what ${name} is made of is not known here`,
      unknownModules(source),
    );
  const place = new Place();
  const reader = new TypeReader(declaration);
  return lowerAll(reader.shape(type, place), reader.definitions, place);
}

/** What declares an exported type; `Config.Options` is one of a namespace. @throws ImportError where there is none */
function declarationOf(source: SourceFile, name: string): Node {
  const [first = "", ...inner] = name.split(".");
  let exported = source.getExportSymbols();
  let found = [...exported, ...source.getLocals()].find((one) => one.getName() === first);
  for (const step of inner) {
    exported = original(found)?.getExports() ?? [];
    found = exported.find((one) => one.getName() === step);
  }
  const all = original(found)?.getDeclarations() ?? [];
  // A name can be that of a value and a namespace as well, as of a schema and the type of what it takes.
  const declaration = all.find(isTypeDeclaration) ?? all[0];
  if (declaration !== undefined && !isNamespace(declaration)) return declaration;
  const outer = declaration === undefined ? name.split(".").slice(0, -1) : name.split(".");
  const known = declaration === undefined ? exported : (original(found)?.getExports() ?? []);
  throw new ImportError(source.getFilePath(), `it exports no type ${name}`, {
    expected: `one of ${known.map((one) => [...outer, one.getName()].join(".")).join(", ") || "nothing"}`,
  });
}

/** What a name stands for that passes another on. */
const original = (symbol: TypeSymbol | undefined): TypeSymbol | undefined =>
  symbol?.getAliasedSymbol() ?? symbol;

const isTypeDeclaration = (node: Node): boolean =>
  morph.Node.isTypeAliasDeclaration(node) ||
  morph.Node.isInterfaceDeclaration(node) ||
  morph.Node.isClassDeclaration(node) ||
  morph.Node.isEnumDeclaration(node);

const isNamespace = (node: Node): boolean =>
  morph.Node.isModuleDeclaration(node) || morph.Node.isSourceFile(node);

/** Which modules of the file were not found. */
function unknownModules(source: SourceFile): { readonly mend?: string } {
  const names = source
    .getImportDeclarations()
    .filter((one) => one.getModuleSpecifierSourceFile() === undefined)
    .map((one) => one.getModuleSpecifierValue());
  return names.length === 0 ? {} : { mend: `install ${names.join(", ")} where the file can import it` };
}
