import type { Node, SourceFile, Symbol as TypeSymbol } from "ts-morph";
import { morph } from "./compiler.js";

/** What a file exports; of one that declares modules by their names (`declare module "app"`), what they do. */
export const exportsOf = (source: SourceFile): readonly TypeSymbol[] =>
  morph.ts.isExternalModule(source.compilerNode)
    ? source.getExportSymbols()
    : source
        .getModules()
        .filter((module) => morph.Node.isStringLiteral(module.getNameNode()))
        .flatMap((module) => module.getSymbol()?.getExports() ?? []);

/** What a name stands for that passes another on. */
export const original = (symbol: TypeSymbol | undefined): TypeSymbol | undefined =>
  symbol?.getAliasedSymbol() ?? symbol;

export const isTypeDeclaration = (node: Node): boolean =>
  morph.Node.isTypeAliasDeclaration(node) ||
  morph.Node.isInterfaceDeclaration(node) ||
  morph.Node.isClassDeclaration(node) ||
  morph.Node.isEnumDeclaration(node);

export const isNamespace = (node: Node): boolean =>
  morph.Node.isModuleDeclaration(node) || morph.Node.isSourceFile(node);
