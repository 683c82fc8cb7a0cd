/** The public library; docs/library.md has its reference. */

export type {
  AgentsDeclaration,
  FieldMapping,
  ListedRights,
  OrderedRights,
} from "./toolkit/declaration/agents.js";
export { defineConfig, file, npm, program, resource } from "./toolkit/declaration/declare.js";
export { resolve } from "./toolkit/declaration/resolve.js";
export type {
  Declaration,
  DirectoryDeclaration,
  FileDeclaration,
  FileFormat,
  FileStrategy,
  McpDeclaration,
  ProgramDeclaration,
  ResourceDeclaration,
  Retired,
} from "./toolkit/declaration/types.js";
