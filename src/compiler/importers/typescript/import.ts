import type { Node, SourceFile, Symbol as TypeSymbol } from "ts-morph";
import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import { morph } from "./compiler.js";
import { EVERYTHING } from "./links.js";
import { compilerOptions, filesInModules, inModules, outermost, type TypeFiles } from "./modules.js";
import { projectOf } from "./project.js";
import { reachable } from "./reach.js";
import { isUnresolved, TypeReader } from "./read.js";
import { exportsOf, isNamespace, isTypeDeclaration, original } from "./symbols.js";

/** Where a type is: a file, and the name it is exported by. */
export interface TypeLocation {
  readonly file: string;
  readonly type: string;
}

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
  return importFrom(source, type, { where: file, whole: () => source });
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
  const files = filesInModules([main, ...dependencies]);
  const entry = inModules(main.source.package, file);
  // What it exports instead can be said only with all that it passes on.
  return importFrom(readFor(outermost(type), entry, files), type, {
    where: `${main.source.package} ${main.source.version}, ${file}`,
    whole: () => readFor(EVERYTHING, entry, files),
  });
}

/** The file that exports a name, in a program that has what the name can depend on. */
function readFor(name: string, entry: string, files: ReadonlyMap<string, string>): SourceFile {
  const reached = reachable(entry, name, files, compilerOptions);
  const read = [...files].filter(([path]) => reached.files.has(path) || path.endsWith("/package.json"));
  return projectOf(read).addSourceFileAtPath(entry);
}

/** What a refusal tells of the file. */
interface Asked {
  /** What the user calls it, whatever the compiler does. */
  readonly where: string;
  /** The file again, with all that it exports. */
  readonly whole: () => SourceFile;
}

function importFrom(source: SourceFile, name: string, { where, whole }: Asked): Imported {
  const declaration = declarationOf(symbolOf(source, name));
  const type = declaration?.getType();
  if (declaration === undefined || type === undefined || isUnresolved(type))
    throw refusal(whole(), name, where);
  const place = new Place();
  const reader = new TypeReader(declaration);
  return lowerAll(reader.shape(type, place), reader.definitions, place);
}

/** What a file exports by a name, or has for itself; `Config.Options` is one of a namespace. */
function symbolOf(source: SourceFile, name: string): TypeSymbol | undefined {
  const [first = "", ...inner] = name.split(".");
  const outer = [...exportsOf(source), ...source.getLocals()].find(hasName(first));
  return inner.reduce((of, step) => original(of)?.getExports().find(hasName(step)), outer);
}

function declarationOf(symbol: TypeSymbol | undefined): Node | undefined {
  const all = original(symbol)?.getDeclarations() ?? [];
  // A name can be that of a value and a namespace as well, as of a schema and the type of what it takes.
  const declaration = all.find(isTypeDeclaration) ?? all[0];
  return declaration === undefined || isNamespace(declaration) ? undefined : declaration;
}

/** Why a name of a file gives no type. */
function refusal(source: SourceFile, name: string, where: string): ImportError {
  const symbol = symbolOf(source, name);
  const isThere = symbol !== undefined && !original(symbol)?.getDeclarations().some(isNamespace);
  if (isThere)
    return new ImportError(where, `what ${name} is made of is not known here`, unknownModules(source));
  return new ImportError(where, `it exports no type ${name}`, {
    expected: `one of ${namesBeside(exportsOf(source), name.split(".")).join(", ") || "nothing"}`,
  });
}

/** The names that stand beside the last one that is there, or in it where it is a namespace. */
function namesBeside(
  exported: readonly TypeSymbol[],
  [step = "", ...inner]: readonly string[],
): readonly string[] {
  const within = original(exported.find(hasName(step)))?.getExports() ?? [];
  return within.length > 0
    ? namesBeside(within, inner).map((name) => `${step}.${name}`)
    : exported.map((one) => one.getName());
}

const hasName = (name: string) => (symbol: TypeSymbol) => symbol.getName() === name;

/** Which modules of the file were not found: packages, or else files of its own. */
function unknownModules(source: SourceFile): { readonly mend?: string } {
  const names = [...source.getImportDeclarations(), ...source.getExportDeclarations()]
    .filter((one) => one.getModuleSpecifierSourceFile() === undefined)
    .flatMap((one) => one.getModuleSpecifierValue() ?? []);
  const packages = names.filter((name) => !name.startsWith("."));
  if (packages.length > 0) return { mend: `install ${packages.join(", ")} where the file can import it` };
  return names.length > 0
    ? { mend: `name a file that does without ${names.join(", ")}, which is not there` }
    : {};
}
