import type { Imported } from "../import.js";
import { MissingError } from "../loss.js";
import { dependencyOf, type PackageFiles } from "../npm/package.js";
import type { ReadSource } from "../source/read.js";
import { importPackageType, importTypescript, type TypeLocation } from "./import.js";
import { unresolved } from "./missing.js";

/** More packages than this are not what a configuration's types depend on. */
const MAX_PACKAGES = 40;

/**
 * A type that a source exports. Packages that it depends on are read where they are installed, and come from the registry
 * where they are not; what no package.json names stays unknown, and the report says so.
 *
 * @throws ImportError where the type is not there, or is itself not known
 */
export async function importTypeOf(read: ReadSource, type: string): Promise<Imported> {
  if (!("package" in read)) return importTypescript({ file: read.file, type });
  const location = { file: read.path, type };
  return importPackageType(read.package, await withDependencies(read.package, location), location);
}

/** The packages that a type depends on, and those that these depend on. */
async function withDependencies(
  main: PackageFiles,
  location: TypeLocation,
): Promise<readonly PackageFiles[]> {
  const all = new Map([[main.source.package, main]]);
  const missing = new Set<string>();
  for (;;) {
    const wanted = unresolved(location, main, [...all.values()].slice(1)).filter(
      ({ name }) => !all.has(name) && !missing.has(name),
    );
    if (wanted.length === 0 || all.size > MAX_PACKAGES) return [...all.values()].slice(1);
    for (const { name, by } of wanted) {
      const asking = all.get(by);
      const found = asking === undefined ? undefined : await declared(asking, name, main);
      if (found === undefined) missing.add(name);
      else all.set(name, found);
    }
  }
}

/** A package by what another declares of it; undefined where it declares nothing, or the registry no longer has it. */
async function declared(
  by: PackageFiles,
  name: string,
  main: PackageFiles,
): Promise<PackageFiles | undefined> {
  const range = by.dependencies[name] ?? by.builtWith[name];
  if (range === undefined) return undefined;
  const directory = by.directory ?? main.directory;
  try {
    return await dependencyOf(directory === undefined ? {} : { directory }, name, range);
  } catch (error) {
    if (error instanceof MissingError) return undefined;
    throw error;
  }
}
