import type { Declaration, ProgramDeclaration, ResourceDeclaration } from "./types.js";

/** A declaration, with its types known to the editor: `export default defineConfig({ programs: […] })`. */
export const defineConfig = (declaration: Declaration): Declaration => declaration;

/** A program's declaration, with its types known to the editor. */
export const program = (declaration: ProgramDeclaration): ProgramDeclaration => declaration;

/**
 * A file of an npm package as a source: a JSON Schema, or a type of a declaration file by `path#Type`.
 * @param release name and exact version, such as `lefthook@2.1.0`
 */
export const npm = (release: string, path: string): string => `npm:${release}/${path}`;

/**
 * A file beside the declaration as a source, or a type of it by `path#Type`.
 * @param path relative to the declaration
 */
export const file = (path: string): string => path;

/** What programs for agents keep in directories, each at the usual place below one. */
export const resource = {
  agents: (directory: string) => markdown(directory, "Agents"),
  commands: (directory: string) => markdown(directory, "Commands"),
  prompts: (directory: string) => markdown(directory, "Prompts"),
  rules: (directory: string) => markdown(directory, "Rules"),
  skills: (directory: string): ResourceDeclaration => ({
    path: `${directory}/<name>/SKILL.md`,
    what: "Skills",
    directories: true,
  }),
  themes: (directory: string): ResourceDeclaration => ({ path: `${directory}/<name>.json`, what: "Themes" }),
  hooks: (directory: string): ResourceDeclaration => ({
    path: `${directory}/<name>`,
    what: "Hooks",
    executable: true,
  }),
  /** @param extension of their files, such as `ts` */
  tools: (directory: string, extension: string): ResourceDeclaration => ({
    path: `${directory}/<name>.${extension}`,
    what: "Tools",
  }),
} as const;

const markdown = (directory: string, what: string): ResourceDeclaration => ({
  path: `${directory}/<name>.md`,
  what,
});
