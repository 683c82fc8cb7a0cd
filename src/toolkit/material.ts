import type { Material } from "../compiler/docs/documents.js";
import type { Program } from "../compiler/program/types.js";
import { hostSchema } from "../isolation/host/host-schema.js";
import { hostOptions } from "../isolation/options/host.js";
import { documentedModules } from "./modules.js";

/** What is documented of programs: their modules, and the host files of those that are isolated. */
export function materialOf(programs: readonly Program[]): Material {
  const modules = programs.flatMap(documentedModules);
  const isolated = programs.find((program) => program.isolated);
  if (isolated === undefined) return { modules };
  return { modules, hostSchema: (header) => hostSchema(hostOptions(isolated), header) };
}
