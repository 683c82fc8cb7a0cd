import { importJsonSchema } from "../../../src/compiler/importers/json-schema/import.js";
import { ImportError } from "../../../src/compiler/importers/loss.js";
import {
  fromPath,
  fromRegistry,
  isVersion,
  type PackageFiles,
} from "../../../src/compiler/importers/npm/package.js";
import { isDeclaration } from "../../../src/compiler/importers/npm/wanted.js";
import type { Release } from "../../../src/compiler/importers/refresh.js";

/** pi's configuration files whose keys a package may describe. */
export const PI_FILES = ["settings", "keybindings", "models"] as const;

/** The package was renamed with this version. */
const RENAMED_AT = [0, 74] as const;

/** The name that a version of pi was published by. */
export function packageOfVersion(version: string): string {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const before = isVersion(version) && major === RENAMED_AT[0] && minor < RENAMED_AT[1];
  return before ? "@mariozechner/pi-coding-agent" : "@earendil-works/pi-coding-agent";
}

/**
 * @param from a version, `latest`, a directory or a tarball
 * @throws ImportError
 */
export async function importPi(from: string): Promise<Release> {
  const files = await openPi(from);
  const schemas = Object.fromEntries(
    PI_FILES.map((name) => [name, files.files.get(`schemas/${name}.schema.json`)]),
  );
  if (schemas.settings === undefined) {
    const { importPiSettings } = await import("./declarations.js");
    return { source: files.source, form: "typescript", files: { settings: await importPiSettings(files) } };
  }
  const imported = Object.entries(schemas).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, inFile(`schemas/${name}.schema.json`, () => importJsonSchema(text))]],
  );
  return { source: files.source, form: "json-schema", files: Object.fromEntries(imported) };
}

/** A package of pi's, with what it says of its configuration. `from` as {@link importPi} has it. @throws ImportError */
export const openPi = (from: string): Promise<PackageFiles> =>
  from === "latest" || isVersion(from)
    ? fromRegistry(packageOfVersion(from), from, describes)
    : fromPath(from, describes);

const describes = (path: string): boolean => /^schemas\/[^/]+\.json$/u.test(path) || isDeclaration(path);

function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ImportError ? new ImportError(`${file} ${error.where}`, error.message) : error;
  }
}
