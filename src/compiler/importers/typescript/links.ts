import type { ts } from "ts-morph";
import { morph } from "./compiler.js";

const { ts: compiler } = morph;

/** What a declaration file says of other modules, and what it adds itself. */
export interface FileLinks {
  readonly imports: readonly Link[];
  /** `export … from`, with the names that the file exports thereby. */
  readonly passes: readonly Passage[];
  /** Names that the file declares, or exports under another name. */
  readonly declares: ReadonlySet<string>;
  /** The modules whose declarations it adds to, as written; {@link EVERYTHING} for those that all have. */
  readonly augments: readonly string[];
}

export interface Link {
  /** As written, such as `./types.js`. */
  readonly specifier: string;
  /** Names that are asked of the other module; {@link EVERYTHING} where they cannot be told. */
  readonly asks: readonly string[];
}

export interface Passage extends Link {
  /** {@link EVERYTHING} for `export *`. */
  readonly names: readonly string[];
}

export const EVERYTHING = "*";

/** Reads a file's text alone: nothing is resolved. */
export function linksOf(file: string, text: string): FileLinks {
  const { statements: all, referencedFiles } = compiler.createSourceFile(file, text, {
    languageVersion: compiler.ScriptTarget.Latest,
    jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
  });
  const statements = all.flatMap((statement) => [statement, ...statementsOfModule(statement)]);
  const references = referencedFiles.map(({ fileName }) => ({
    specifier: /^\.{0,2}\//u.test(fileName) ? fileName : `./${fileName}`,
    asks: [],
  }));
  return {
    imports: [...references, ...importTypes(text), ...statements.flatMap(importOf)],
    passes: statements.flatMap(passageOf),
    declares: new Set(statements.flatMap(declaredBy)),
    augments: statements.flatMap(augmentedBy),
  };
}

/** What stands in `declare module "app"`, where some packages have all that they declare. */
const statementsOfModule = (statement: ts.Statement): readonly ts.Statement[] =>
  compiler.isModuleDeclaration(statement) &&
  compiler.isStringLiteral(statement.name) &&
  statement.body !== undefined &&
  compiler.isModuleBlock(statement.body)
    ? statement.body.statements
    : [];

/** `import("./types.js").Name`, wherever in a type. */
const importTypes = (text: string): readonly Link[] =>
  [...text.matchAll(/\bimport\(\s*["']([^"']+)["'][^)]*\)(?:\s*\.\s*([\w$]+))?/gu)].map(
    ([, specifier = "", name = EVERYTHING]) => ({ specifier, asks: [name] }),
  );

function importOf(statement: ts.Statement): readonly Link[] {
  if (compiler.isImportEqualsDeclaration(statement)) {
    const { moduleReference } = statement;
    return compiler.isExternalModuleReference(moduleReference)
      ? linkTo(moduleReference.expression, [EVERYTHING])
      : [];
  }
  if (!compiler.isImportDeclaration(statement)) return [];
  const bindings = statement.importClause?.namedBindings;
  if (bindings === undefined) return linkTo(statement.moduleSpecifier, []);
  const asks = compiler.isNamedImports(bindings) ? bindings.elements.map(original) : [EVERYTHING];
  return linkTo(statement.moduleSpecifier, asks);
}

function passageOf(statement: ts.Statement): readonly Passage[] {
  if (!compiler.isExportDeclaration(statement)) return [];
  const { exportClause: clause, moduleSpecifier } = statement;
  const passage = (asks: readonly string[], names: readonly string[]): readonly Passage[] =>
    linkTo(moduleSpecifier, asks).map((link) => ({ ...link, names }));
  if (clause === undefined) return passage([], [EVERYTHING]);
  if (compiler.isNamespaceExport(clause)) return passage([EVERYTHING], [clause.name.text]);
  return passage(
    clause.elements.map(original),
    clause.elements.map(({ name }) => name.text),
  );
}

const linkTo = (specifier: ts.Expression | undefined, asks: readonly string[]): readonly Link[] =>
  specifier !== undefined && compiler.isStringLiteral(specifier) ? [{ specifier: specifier.text, asks }] : [];

/** The name before `as`. */
const original = ({ propertyName, name }: ts.ImportOrExportSpecifier): string => (propertyName ?? name).text;

function declaredBy(statement: ts.Statement): readonly string[] {
  if (compiler.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      compiler.isIdentifier(name) ? name.text : [],
    );
  if (compiler.isExportDeclaration(statement)) {
    const { exportClause: clause } = statement;
    return clause && compiler.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  }
  const { name } = statement as ts.DeclarationStatement;
  return name === undefined ? [] : [name.text];
}

/** Whether a file can augment anything, told by its text: most cannot, and need not be read. */
export const mayAugment = (text: string): boolean => /\b(?:module|global)\b/u.test(text);

function augmentedBy(statement: ts.Statement): readonly string[] {
  if (!compiler.isModuleDeclaration(statement)) return [];
  if ((statement.flags & compiler.NodeFlags.GlobalAugmentation) !== 0) return [EVERYTHING];
  return compiler.isStringLiteral(statement.name) ? [statement.name.text] : [];
}
