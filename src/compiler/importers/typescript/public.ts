import { dirname, join } from "node:path/posix";
import type { Node, SourceFile, Symbol as TypeSymbol } from "ts-morph";
import { isDeclaration } from "../npm/wanted.js";
import { morph } from "./compiler.js";
import { compilerOptions, filesInModules, inModules, type TypeFiles } from "./modules.js";
import { projectOf } from "./project.js";
import { exportsOf, isNamespace, isTypeDeclaration, original } from "./symbols.js";

/** A type that whoever installs a package can name. */
export interface PublicType {
  /** The file of the package that has it. */
  readonly file: string;
  /** By which the file has it: `Config.Options` for one of a namespace. */
  readonly name: string;
  /** Whether a function beside it is there to take it, such as `defineConfig`. */
  readonly isTaken: boolean;
}

export interface PublicTypes {
  /** Those that are taken first, then as the package's entries have them. */
  readonly types: readonly PublicType[];
  /** Packages of which the first entry passes on all (`export * from "core"`). */
  readonly passes: readonly string[];
}

/** Whether a type is asked for, by the last part of its name. */
type IsWanted = (name: string) => boolean;

/**
 * The types that a package's entries export and that are asked for, each by the first entry that has it, and those that
 * their functions `define…Config` take. Nothing but the package is read: what it has of others by name is told by that name.
 */
export function publicTypes(of: TypeFiles, isWanted: IsWanted): PublicTypes {
  const root = inModules(of.source.package, "");
  const entries = entriesOf(of);
  const exported = entries.flatMap((source) =>
    exportsOf(source)
      .flatMap(assigned)
      .flatMap(withMembers)
      .map((one) => ({ ...one, file: source.getFilePath().slice(root.length) })),
  );
  const places = new Map<unknown, PublicType>();
  for (const { file, name, symbol } of exported)
    if (isWanted(lastOf(name)) && isType(symbol) && !places.has(identityOf(symbol)))
      places.set(identityOf(symbol), { file, name, isTaken: false });

  const taken = new Map<unknown, PublicType>();
  for (const { symbol } of exported.filter(({ name }) => DEFINE.test(lastOf(name))))
    for (const type of typesIn(parametersOf(symbol), isWanted)) {
      const place = places.get(identityOf(type)) ?? placeOf(type, root);
      if (place !== undefined) taken.set(identityOf(type), { ...place, isTaken: true });
    }
  const rest = [...places].filter(([type]) => !taken.has(type)).map(([, place]) => place);
  return { types: [...taken.values(), ...rest], passes: entries.slice(0, 1).flatMap(packagesPassedOn) };
}

const DEFINE = /^define\w*Config$/u;

const lastOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** What the compiler finds by the names that the package can be imported by, with what that refers to by `<reference>`. */
function entriesOf({ source, files }: TypeFiles): readonly SourceFile[] {
  const all = filesInModules([{ source, files }]);
  const { exports } = JSON.parse(files.get("package.json") ?? "{}");
  const subpaths = Object.keys(typeof exports === "object" && exports !== null ? exports : {});
  const host = { fileExists: (path: string) => all.has(path), readFile: (path: string) => all.get(path) };
  const found = [".", ...subpaths.filter((path) => path.startsWith(".") && !path.includes("*"))].map(
    (path) => {
      const name = `${source.package}${path.slice(1)}`;
      return morph.ts.resolveModuleName(name, "/main.ts", compilerOptions, host).resolvedModule;
    },
  );
  const paths = found
    .flatMap((module) => module?.resolvedFileName ?? [])
    .filter((path) => isDeclaration(path));
  const project = projectOf(all);
  // All of them before the first is asked about: each that comes later would begin a program anew.
  const entries = [...new Set(paths)].map((path) => project.addSourceFileAtPath(path));
  return [...new Set(entries.flatMap((entry) => [entry, ...referencedBy(entry)]))];
}

/** Those that declare for all (`<reference path>`), and not what has to be imported. */
const referencedBy = (source: SourceFile): readonly SourceFile[] =>
  source
    .getPathReferenceDirectives()
    .map((reference) => join(dirname(source.getFilePath()), reference.getFileName()))
    .flatMap((path) => source.getProject().addSourceFileAtPathIfExists(path) ?? [])
    .filter(({ compilerNode }) => !morph.ts.isExternalModule(compilerNode));

/** Of a module that is one value (`export = app`), what the value has. */
const assigned = (symbol: TypeSymbol): readonly TypeSymbol[] =>
  symbol.getName() === "export="
    ? declarationsOf(symbol).flatMap((declaration) => declaration.getType().getProperties())
    : [symbol];

interface Named {
  readonly name: string;
  readonly symbol: TypeSymbol;
}

/** The packages of which a file passes on all that they have. */
const packagesPassedOn = (source: SourceFile): readonly string[] =>
  source
    .getExportDeclarations()
    .filter((one) => !one.hasNamedExports() && !one.isModuleSpecifierRelative())
    .flatMap((one) => /^(?:@[^/]+\/)?[^/]+/u.exec(one.getModuleSpecifierValue() ?? "")?.[0] ?? []);

/** A name, and those that are in it where it is a namespace. */
function withMembers(symbol: TypeSymbol): readonly Named[] {
  const name = symbol.getName();
  const inner = declarationsOf(symbol).some(isNamespace) ? (original(symbol)?.getExports() ?? []) : [];
  return [{ name, symbol }, ...inner.map((one) => ({ name: `${name}.${one.getName()}`, symbol: one }))];
}

const declarationsOf = (symbol: TypeSymbol): readonly Node[] => original(symbol)?.getDeclarations() ?? [];

/** A type; what another package has is told by its spelling. */
const isType = (symbol: TypeSymbol): boolean =>
  isElsewhere(symbol) ? /^[A-Z]/u.test(nameOf(symbol)) : declarationsOf(symbol).some(isTypeDeclaration);

const isElsewhere = (symbol: TypeSymbol): boolean => declarationsOf(symbol).length === 0;

/** What all names of one type have in common; of another package's type, that is the name which it has there. */
const identityOf = (symbol: TypeSymbol): unknown =>
  isElsewhere(symbol) ? nameOf(symbol) : original(symbol)?.compilerSymbol;

/** The name that a type has where it is declared, or in the package that it comes from. */
function nameOf(symbol: TypeSymbol): string {
  if (!isElsewhere(symbol)) return original(symbol)?.getName() ?? "";
  const next = symbol.isAlias() ? symbol.getImmediatelyAliasedSymbol() : undefined;
  if (next !== undefined && next.getDeclarations().length > 0) return nameOf(next);
  const [by] = symbol.getDeclarations();
  const isSpecifier = morph.Node.isImportSpecifier(by) || morph.Node.isExportSpecifier(by);
  return isSpecifier ? by.getName() : symbol.getName();
}

/** The first parameters of all ways to call a function, then what its type parameters extend. */
function parametersOf(symbol: TypeSymbol): readonly Node[] {
  const calls = declarationsOf(symbol)
    .flatMap((declaration) => declaration.getType().getCallSignatures())
    .map((signature) => signature.getDeclaration())
    .filter((call) => morph.Node.isParametered(call) && morph.Node.isTypeParametered(call));
  return [
    ...calls.flatMap((call) => call.getParameters().slice(0, 1)),
    ...calls.flatMap((call) => call.getTypeParameters()),
  ];
}

/** Types that are asked for in a text, or in what its other types stand for. */
function typesIn(nodes: readonly Node[], isWanted: IsWanted): readonly TypeSymbol[] {
  const seen = new Set(nodes);
  const found: TypeSymbol[] = [];
  for (const node of seen)
    for (const symbol of referredTo(node))
      if (isWanted(nameOf(symbol))) found.push(symbol);
      else for (const one of declarationsOf(symbol).filter(morph.Node.isTypeAliasDeclaration)) seen.add(one);
  return found;
}

/** What a text refers to; not what functions in it take and return. */
function referredTo(node: Node): readonly TypeSymbol[] {
  if (morph.Node.isFunctionTypeNode(node)) return [];
  const symbol = morph.Node.isTypeReference(node) ? node.getTypeName().getSymbol() : undefined;
  return [...(symbol === undefined ? [] : [symbol]), ...node.forEachChildAsArray().flatMap(referredTo)];
}

/** Where a type is that no entry exports. */
function placeOf(symbol: TypeSymbol, root: string): PublicType | undefined {
  const declaration = original(symbol)?.getDeclarations().find(isTypeDeclaration);
  const path = declaration?.getSourceFile().getFilePath();
  if (declaration === undefined || path?.startsWith(root) !== true) return undefined;
  const within = declaration
    .getAncestors()
    .filter(morph.Node.isModuleDeclaration)
    .filter((module) => !morph.Node.isStringLiteral(module.getNameNode()))
    .map((module) => module.getName());
  const name = [...within.toReversed(), nameOf(symbol)].join(".");
  return { file: path.slice(root.length), name, isTaken: true };
}
