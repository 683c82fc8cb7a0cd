import type { Imported } from "../../../src/compiler/importers/import.js";
import { MissingError } from "../../../src/compiler/importers/loss.js";
import { dependencyOf, type PackageFiles } from "../../../src/compiler/importers/npm/package.js";
import { importPackageType } from "../../../src/compiler/importers/typescript/import.js";

/** Where releases without JSON Schemas declare their settings, newest first. */
const DECLARATIONS = [
  "dist/core/settings-schema.d.ts",
  "dist/core/settings-manager.d.ts",
  "dist/settings-manager.d.ts",
];

/**
 * The settings of a release by its type declarations, and those of the packages that they import.
 *
 * @throws ImportError when it declares no settings
 */
export async function importPiSettings(pi: PackageFiles): Promise<Imported> {
  const file = DECLARATIONS.find((path) => /\binterface Settings\b/u.test(pi.files.get(path) ?? ""));
  const { package: name, version } = pi.source;
  if (file === undefined)
    throw new MissingError(
      `${name} ${version}`,
      "it ships neither schemas/settings.schema.json nor declarations of its settings",
    );
  const direct = await fetched(importsOf(pi.files.get(file) ?? ""), pi);
  const siblings = await Promise.all(
    direct.map((dependency) => fetched(siblingsOf(dependency, name), dependency)),
  );
  const names = new Set<string>();
  const dependencies = [...direct, ...siblings.flat()].filter(
    ({ source }) => !names.has(source.package) && names.add(source.package),
  );
  return importPackageType(pi, dependencies, { file, type: "Settings" });
}

/** The packages that a declaration file imports. */
function importsOf(text: string): readonly string[] {
  const specifiers = [...text.matchAll(/\bfrom "((?:@[\w.-]+\/)?[\w.-]+)[^"]*"/gu)].flatMap(
    ([, name]) => name ?? [],
  );
  return [...new Set(specifiers)].filter((name) => !name.startsWith("."));
}

/** The packages of the same maker that a package depends on. */
function siblingsOf({ dependencies }: PackageFiles, name: string): readonly string[] {
  const scope = name.slice(0, name.indexOf("/") + 1);
  return Object.keys(dependencies).filter((other) => other.startsWith(scope));
}

/** Packages that a registry no longer has leave their types unknown, which the report then says. */
async function fetched(names: readonly string[], by: PackageFiles): Promise<readonly PackageFiles[]> {
  const known = names.flatMap((name) => {
    const range = by.dependencies[name];
    return range === undefined ? [] : [{ name, range }];
  });
  const all = await Promise.all(known.map(({ name, range }) => dependencyOf(by, name, range).catch(gone)));
  return all.flatMap((one) => one ?? []);
}

function gone(error: unknown): undefined {
  if (error instanceof MissingError) return undefined;
  throw error;
}
