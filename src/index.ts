/**
 * `nixsmith`: the declaration and the commands as functions; docs/library.md says how to use it. What is exported here
 * and from the other entries is kept by semver: docs/reference/api.md records it.
 */

export type { Severity } from "./compiler/diff/engine/rule.js";
export type { IgnoredFinding, Review, ReviewFinding } from "./compiler/diff/report/formats/json.js";
export type { FailOn } from "./compiler/diff/report/report.js";
export type { DocFormat } from "./compiler/docs/formats.js";
export type { Artefact } from "./compiler/emit/artefact.js";
export type * from "./compiler/ir/types.js";
export type { Comparison, Status } from "./compiler/output/compare.js";
export type { AgentProperty, OutsideKeys } from "./compiler/program/agent.js";
export { type ErrorHelp, NixsmithError } from "./errors.js";
export type {
  AgentsDeclaration,
  FieldForm,
  FieldMapping,
  ListedRights,
  OrderedRights,
  SessionKey,
} from "./toolkit/declaration/agents.js";
export { defineConfig, file, npm, program, resource } from "./toolkit/declaration/declare.js";
export type {
  Declaration as Config,
  DirectoryDeclaration,
  FileDeclaration,
  FileFormat,
  FileStrategy,
  IsolationDeclaration,
  McpDeclaration,
  McpForm,
  ProgramDeclaration,
  ResourceDeclaration,
  Retired,
} from "./toolkit/declaration/types.js";
export {
  check,
  type DiffRequest,
  type DocsRequest,
  diff,
  docs,
  type GenerateRequest,
  generate,
  type Home,
  loadConfig,
  write,
} from "./toolkit/library/commands.js";
