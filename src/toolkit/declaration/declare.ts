import type { ProgramDeclaration } from "./types.js";

/** A program's declaration, with its types known to the editor. */
export const program = (declaration: ProgramDeclaration): ProgramDeclaration => declaration;

/**
 * A file of an npm package as a source: a JSON Schema, or a type of a declaration file by `path#Type`.
 * @param release name and exact version, such as `lefthook@2.1.0`
 */
export const npm = (release: string, path: string): string => `npm:${release}/${path}`;
