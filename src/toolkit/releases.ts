import { builtins } from "../../schema/index.js";
import type { Versioned } from "../compiler/diff/inputs/schema.js";
import type { ReleaseReader } from "../compiler/importers/refresh.js";
import { NixsmithError } from "../errors.js";
import { declaredPrograms, type Scope } from "./declaration/programs.js";

/** A declared program by its name, and what other versions of it say. */
export async function findVersioned(name: string, scope: Scope): Promise<Versioned | undefined> {
  const program = (await declaredPrograms(scope)).find((one) => one.name === name);
  if (program === undefined) return undefined;
  return { program, read: async (version) => (await (await releasesOf(name)).read(version)).files };
}

/** What reads the releases of a program that nixsmith brings. */
export async function releasesOf(name: string): Promise<ReleaseReader> {
  const found = builtins[name];
  if (found === undefined)
    throw new NixsmithError(`there is no program ${name}`, {
      expected: `one of ${Object.keys(builtins).join(", ")}`,
    });
  if (found.releases === undefined)
    throw new NixsmithError(`the releases of ${name} are not read one by one`, {
      mend: "compare two states of the tree instead, such as `nixsmith diff main`",
    });
  return found.releases();
}
