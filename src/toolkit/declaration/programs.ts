import { builtins, defaultProgram } from "../../../schema/index.js";
import type { OptionSet } from "../../compiler/ir/types.js";
import type { Program } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import { hostOptions } from "../../isolation/options/host.js";

/** The programs that are generated here: without a declaration, the one that holds then. */
export async function declaredPrograms(): Promise<readonly Program[]> {
  return [await builtin(defaultProgram)];
}

/** A program that nixsmith brings. */
export async function builtin(name: string): Promise<Program> {
  const found = builtins[name];
  if (found === undefined) throw new Error(`there is no built-in program ${name}`);
  return found.load();
}

/** The options of a host that runs the isolated program. @throws {NixsmithError} where none of the programs is */
export async function hostSet(): Promise<OptionSet> {
  const isolated = (await declaredPrograms()).find((program) => program.isolated);
  if (isolated === undefined)
    throw new NixsmithError("no program is isolated here, so that a host has nothing to run", {
      mend: "declare one with `isolated: true`",
    });
  return hostOptions(isolated);
}
