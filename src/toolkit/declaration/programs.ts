import { dirname, resolve as resolvePath } from "node:path";
import { builtins, defaultProgram } from "../../../schema/index.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { type IsolatedProgram, isolatedAmong, type Program } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import type { HostOptions } from "../../isolation/options/host.js";
import { findDeclaration } from "./find.js";
import type { Declaration } from "./types.js";

/** Where a command looks for its declaration, and which of its programs it is about. */
export interface Scope {
  readonly cwd: string;
  /** A declaration of another name or place. */
  readonly config?: string;
  /** One program alone. */
  readonly only?: string;
}

/** A declaration and where it lies; without one, that which holds then. */
export interface Declared {
  readonly declaration: Declaration;
  readonly directory: string;
  /** As the user would name it; absent where nothing is declared. */
  readonly file?: string;
}

/** @throws {NixsmithError} for a declaration that is none */
export async function readDeclared({ cwd, config }: Scope): Promise<Declared> {
  const file = config ?? findDeclaration(cwd);
  if (file === undefined) return { declaration: { programs: [defaultProgram] }, directory: cwd };
  const { readDeclaration } = await import("./read.js");
  const path = resolvePath(cwd, file);
  return { declaration: await readDeclaration(path, file), directory: dirname(path), file };
}

/**
 * The programs that are generated here, in the order of the declaration.
 * @throws {NixsmithError} for a declaration that is none, and where facts are missing
 */
export const declaredPrograms = async (scope: Scope): Promise<readonly Program[]> =>
  programsIn(await readDeclared(scope));

/** The same of a declaration. @throws {NixsmithError} where facts are missing */
export async function programsIn({ declaration, directory }: Declared): Promise<readonly Program[]> {
  return Promise.all(
    declaration.programs.map(async (program) => {
      if (typeof program === "string") return builtin(program);
      const [{ resolve }, { knownOf }] = await Promise.all([import("./resolve.js"), import("./known.js")]);
      const { maintainers = [] } = declaration;
      return resolve(program, { ...(await knownOf(program, directory)), maintainers });
    }),
  );
}

/** The same without those that `--only` leaves out. @throws {NixsmithError} where it names none */
export async function chosenPrograms(scope: Scope): Promise<readonly Program[]> {
  return chosen(await declaredPrograms(scope), scope.only);
}

export function chosen(programs: readonly Program[], only: string | undefined): readonly Program[] {
  if (only === undefined) return programs;
  const found = programs.filter(({ name }) => name === only);
  if (found.length > 0) return found;
  throw new NixsmithError(`there is no program ${only}`, {
    expected: `one of ${programs.map(({ name }) => name).join(", ")}`,
  });
}

/** A program that nixsmith brings. */
export async function builtin(name: string): Promise<Program> {
  const found = builtins[name];
  if (found === undefined) throw new Error(`there is no built-in program ${name}`);
  return found.load();
}

/** The options of a host that may run every isolated program. @throws {NixsmithError} where none of the programs is one */
export const hostSet = async (scope: Scope): Promise<HostOptions> =>
  hostOptionsOf(await chosenPrograms(scope));

/** The same of programs. @throws {NixsmithError} where none of them is isolated */
export async function hostOptionsOf(programs: readonly Program[]): Promise<HostOptions> {
  const isolated = isolatedPrograms(programs);
  const { hostOptions } = await import("../../isolation/options/host.js");
  return hostOptions(isolated);
}

/** The agents that are isolated here. @throws {NixsmithError} where none of the programs is one */
export async function isolatedAgents(scope: Scope): Promise<readonly IsolatedAgent[]> {
  return isolatedPrograms(await chosenPrograms(scope)).map(({ agent }) => agent);
}

function isolatedPrograms(programs: readonly Program[]): readonly IsolatedProgram[] {
  const isolated = isolatedAmong(programs);
  if (isolated.length === 0)
    throw new NixsmithError("no program is isolated here, so that a host has nothing to run", {
      mend: "declare one with `isolated`",
    });
  return isolated;
}
