import { builtins } from "../../../schema/index.js";
import type { Versioned } from "../../compiler/diff/inputs/schema.js";
import type { ReleaseReader } from "../../compiler/importers/refresh.js";
import { NixsmithError } from "../../errors.js";
import { declaredPrograms, readDeclared, type Scope } from "../declaration/programs.js";

/** A declared program by its name, and what other versions of it say. */
export async function findVersioned(name: string, scope: Scope): Promise<Versioned | undefined> {
  const program = (await declaredPrograms(scope)).find((one) => one.name === name);
  if (program === undefined) return undefined;
  return { program, read: async (version) => filesOf(name, version, scope) };
}

/** The files of another version: out of the releases of a program that nixsmith brings, or of the sources declared. */
async function filesOf(name: string, version: string, scope: Scope): ReturnType<Versioned["read"]> {
  const { declaration, directory } = await readDeclared(scope);
  const own = declaration.programs.find((one) => typeof one !== "string" && one.name === name);
  const reader = own === undefined ? await builtins[name]?.releases?.() : undefined;
  if (reader !== undefined) return (await reader.read(version)).files;
  const declared = typeof own === "object" ? own : await builtins[name]?.declaration();
  if (declared === undefined) throw new Error(`there is no program ${name}`);
  const { refreshDeclared } = await import("../declaration/refresh.js");
  const files = await refreshDeclared(declared, directory, version);
  return Object.fromEntries(files.map((file) => [file.name, file.imported]));
}

/** What reads the releases of a program that nixsmith brings. */
export async function releasesOf(name: string): Promise<ReleaseReader> {
  const reader = await builtins[name]?.releases?.();
  if (reader !== undefined) return reader;
  throw new NixsmithError(`there is no program ${name} whose releases are read in a way of their own`, {
    expected: `one of ${withReleases().join(", ")}`,
  });
}

/** Programs whose releases are read in a way of their own. */
export const withReleases = (): readonly string[] =>
  Object.keys(builtins).filter((name) => builtins[name]?.releases !== undefined);
