import { dataSchema } from "../../compiler/data/schema.js";
import type { Material } from "../../compiler/docs/documents.js";
import { isolatedAmong, type Program } from "../../compiler/program/types.js";
import { hostOptions } from "../../isolation/options/host.js";
import { declarationSchema } from "../declaration/schema.js";
import { documentedModules } from "./modules.js";

/** What is documented of programs: their modules, the declaration, and the host files of those that are isolated. */
export function materialOf(programs: readonly Program[]): Material {
  const isolated = isolatedAmong(programs);
  return {
    modules: programs.flatMap(documentedModules),
    schemas: (header) => ({
      ...(isolated.length === 0
        ? {}
        : {
            "host.schema.json": dataSchema(hostOptions(isolated), "Host file of nixsmith", header),
          }),
      "declaration.schema.json": declarationSchema(header),
    }),
  };
}
