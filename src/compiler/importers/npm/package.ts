import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import valid from "semver/functions/valid.js";
import { integrityOf } from "../integrity.js";
import { ImportError, MissingError } from "../loss.js";
import type { Source } from "../origin.js";
import { textOf } from "../source/text.js";
import { asking, npmClient, npmOptions, versionsOf } from "./client.js";
import { type Unpacked, unpack } from "./tarball.js";
import { isDeclaration, MAX_FILE_BYTES, ofPackage, type Wanted } from "./wanted.js";

/** The text files of an npm package that importers read. */
export interface PackageFiles {
  readonly source: Source;
  /** Names and ranges of the packages that it needs, or that whoever installs it has to bring. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The same of those that it was built with: declarations refer to them where their maker forgot. */
  readonly builtWith: Readonly<Record<string, string>>;
  /** By path inside the package, such as `schemas/settings.schema.json`. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of all of its files, read or not. */
  readonly paths: readonly string[];
  /** Where it was read, if in a directory. */
  readonly directory?: string;
}

/**
 * A package of the registry, with npm's own configuration, cache and integrity check.
 *
 * @param range a version, a range or a tag
 * @throws ImportError when there is no such version, the tarball is not what the registry signed, or no network
 */
export async function fromRegistry(
  name: string,
  range: string,
  wanted: Wanted = isDeclaration,
): Promise<PackageFiles> {
  const spec = `${name}@${range}`;
  // What a version holds never changes, so the cache answers for it; a tag or range has to be asked for.
  const options = { ...(await npmOptions()), preferOffline: isVersion(range) };
  return asking(spec, async () => {
    const tarball = await (await npmClient()).tarball(spec, options);
    return packageOf(await unpack(tarball, ofPackage(wanted), spec), tarball.integrity, spec);
  });
}

/** Whether a text is one version, and not a range, a tag or a path. */
export const isVersion = (text: string): boolean => valid(text) === text;

/**
 * A directory or a tarball (`.tgz`). A directory has no integrity but that of the files read, marked as such.
 *
 * @throws ImportError when it is neither, or holds no package.json
 */
export async function fromPath(path: string, wanted: Wanted = isDeclaration): Promise<PackageFiles> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ImportError(path, "no such file or directory");
  return found.isDirectory() ? fromDirectory(path, wanted) : fromTarball(path, wanted);
}

async function fromTarball(path: string, wanted: Wanted): Promise<PackageFiles> {
  const tarball = await readFile(path);
  return packageOf(await unpack(tarball, ofPackage(wanted), path), integrityOf(tarball), path);
}

function fromDirectory(directory: string, wanted: Wanted): PackageFiles {
  const files = new Map<string, Buffer>();
  const hash = createHash("sha512");
  const paths = [...pathsIn(directory)].sort();
  for (const name of paths.filter(ofPackage(wanted))) {
    if (statSync(join(directory, name)).size > MAX_FILE_BYTES) continue;
    const content = readFileSync(join(directory, name));
    files.set(name, content);
    hash.update(`${name}\0`).update(content).update("\0");
  }
  const integrity = `directory-sha512-${hash.digest("base64")}`;
  // A link stands where the package was asked for; what it needs is beside that which it leads to.
  return { ...packageOf({ paths, files }, integrity, directory), directory: realpathSync(directory) };
}

/** Paths inside a directory, without the packages that are installed there. */
function* pathsIn(directory: string, inside = ""): Generator<string> {
  for (const entry of readdirSync(join(directory, inside), { withFileTypes: true })) {
    const path = `${inside}${entry.name}`;
    if (entry.isDirectory() && entry.name !== "node_modules") yield* pathsIn(directory, `${path}/`);
    else if (entry.isFile()) yield path;
  }
}

/**
 * A package that another depends on: the one installed for a directory, where Node would find it too; of the registry
 * otherwise, the oldest that the registry has of the range, which is the nearest to what a release was built with.
 *
 * @throws ImportError as {@link fromRegistry} does
 */
export async function dependencyOf(
  by: Pick<PackageFiles, "directory">,
  name: string,
  range: string,
  wanted: Wanted = isDeclaration,
): Promise<PackageFiles> {
  const installed = by.directory === undefined ? undefined : installedFor(by.directory, name);
  return installed === undefined ? oldestOf(name, range, wanted) : fromDirectory(installed, wanted);
}

/** The least version of a range is there more often than not, and npm's cache may have it; else the list is asked for. */
async function oldestOf(name: string, range: string, wanted: Wanted): Promise<PackageFiles> {
  const { minSatisfying, minVersion, validRange } = (await import("semver")).default;
  const least = validRange(range) === null ? null : minVersion(range);
  if (least === null) throw new MissingError(`${name}@${range}`, "the npm registry has versions alone");
  try {
    return await fromRegistry(name, least.version, wanted);
  } catch (error) {
    const oldest =
      error instanceof MissingError ? minSatisfying([...(await versionsOf(name))], range) : undefined;
    if (typeof oldest !== "string") throw error;
    return fromRegistry(name, oldest, wanted);
  }
}

function installedFor(directory: string, name: string): string | undefined {
  const found = join(directory, "node_modules", name);
  if (existsSync(join(found, "package.json"))) return found;
  const parent = dirname(directory);
  return parent === directory ? undefined : installedFor(parent, name);
}

function packageOf({ paths, files }: Unpacked, integrity: string, what: string): PackageFiles {
  const manifest = files.get("package.json");
  if (manifest === undefined) throw new ImportError(what, "it has no package.json, so it is no npm package");
  const read = JSON.parse(textOf(manifest, `${what}/package.json`));
  return {
    source: { package: String(read.name), version: String(read.version), integrity },
    dependencies: { ...read.peerDependencies, ...read.optionalDependencies, ...read.dependencies },
    builtWith: read.devDependencies ?? {},
    files: new Map([...files].map(([path, bytes]) => [path, textOf(bytes, `${what}/${path}`)])),
    paths,
  };
}
