import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { ReadEntry } from "tar";
import type { Source } from "../facts.js";
import { ImportError, MissingError } from "../loss.js";

/** The text files of an npm package that importers read. */
export interface PackageFiles {
  readonly source: Source;
  /** Names and ranges that its package.json declares. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** By path inside the package, such as `schemas/settings.schema.json`. */
  readonly files: ReadonlyMap<string, string>;
  /** Where it was read, if in a directory. */
  readonly directory?: string;
}

// npm's own modules are loaded where a registry or a tarball is read: a directory needs none of them.
const npmClient = async () => (await import("pacote")).default;

/** Schemas and declarations are small; a larger file is neither. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

const isWanted = (path: string): boolean =>
  (path === "package.json" || /^schemas\/[^/]+\.json$|\.d\.[cm]?ts$/u.test(path)) &&
  !path.includes("node_modules/");

/**
 * A package of the registry, with npm's own configuration, cache and integrity check.
 *
 * @param range a version, a range or a tag
 * @throws ImportError when there is no such version, the tarball is not what the registry signed, or no network
 */
export async function fromRegistry(name: string, range: string): Promise<PackageFiles> {
  const spec = `${name}@${range}`;
  // What a version holds never changes, so the cache answers for it; a tag or range has to be asked for.
  const preferOffline = isVersion(range);
  const tarball = await asking(spec, async () =>
    (await npmClient()).tarball(spec, { ...(await npmOptions()), preferOffline }),
  );
  return packageOf(await unpack(tarball), tarball.integrity, spec);
}

/** Whether a text is one version, and not a range, a tag or a path. */
export const isVersion = (text: string): boolean => /^\d+\.\d+\.\d+(-[\w.]+)?$/u.test(text);

/** Every version that the registry has, oldest first. @throws ImportError without network */
export async function versionsOf(name: string): Promise<readonly string[]> {
  const { versions } = await asking(name, async () =>
    (await npmClient()).packument(name, await npmOptions()),
  );
  return Object.keys(versions);
}

/**
 * A directory or a tarball (`.tgz`). A directory has no integrity but that of the files read, marked as such.
 *
 * @throws ImportError when it is neither, or holds no package.json
 */
export async function fromPath(path: string): Promise<PackageFiles> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ImportError(path, "no such file or directory");
  if (found.isDirectory()) return fromDirectory(path);
  const tarball = await readFile(path);
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  const files = await unpack(tarball).catch((error) => {
    throw new ImportError(path, `not a tarball of an npm package: ${error.message}`);
  });
  return packageOf(files, integrity, path);
}

function fromDirectory(directory: string): PackageFiles {
  const files = new Map<string, string>();
  const hash = createHash("sha512");
  for (const name of [...wantedIn(directory)].sort()) {
    const content = readFileSync(join(directory, name), "utf8");
    files.set(name, content);
    hash.update(`${name}\0${content}\0`);
  }
  const read = packageOf(files, `directory-sha512-${hash.digest("base64")}`, directory);
  // A link stands where the package was asked for; what it needs is beside that which it leads to.
  return { ...read, directory: realpathSync(directory) };
}

/** Paths inside a directory, which may have thousands of files of other packages. */
function* wantedIn(directory: string, inside = ""): Generator<string> {
  for (const entry of readdirSync(join(directory, inside), { withFileTypes: true })) {
    const path = `${inside}${entry.name}`;
    if (entry.isDirectory() && entry.name !== "node_modules") yield* wantedIn(directory, `${path}/`);
    else if (entry.isFile() && isWanted(path)) yield path;
  }
}

/**
 * A package that another depends on: the one installed for a directory, where Node would find it too; of the registry
 * otherwise, the oldest of the range, which is what a release was built with.
 *
 * @throws ImportError as {@link fromRegistry} does
 */
export async function dependencyOf(by: PackageFiles, name: string, range: string): Promise<PackageFiles> {
  const installed = by.directory === undefined ? undefined : installedFor(by.directory, name);
  return installed === undefined
    ? fromRegistry(name, range.replace(/^[\^~]/u, ""))
    : fromDirectory(installed);
}

function installedFor(directory: string, name: string): string | undefined {
  const found = join(directory, "node_modules", name);
  if (existsSync(join(found, "package.json"))) return found;
  const parent = dirname(directory);
  return parent === directory ? undefined : installedFor(parent, name);
}

function packageOf(files: ReadonlyMap<string, string>, integrity: string, what: string): PackageFiles {
  const manifest = files.get("package.json");
  if (manifest === undefined) throw new ImportError(what, "it has no package.json, so it is no npm package");
  const { name, version, dependencies = {} } = JSON.parse(manifest);
  return { source: { package: String(name), version: String(version), integrity }, dependencies, files };
}

/** The wanted files of a tarball, without the directory that npm puts around them. */
async function unpack(tarball: Buffer): Promise<ReadonlyMap<string, string>> {
  const { Parser } = await import("tar");
  return new Promise((done, failed) => {
    const files = new Map<string, string>();
    const parser = new Parser({
      strict: true,
      filter: (path, entry) => isWanted(inside(path)) && (entry.size ?? 0) <= MAX_FILE_BYTES,
      onReadEntry: (entry) => read(entry, (text) => files.set(inside(entry.path), text)),
    });
    parser.on("end", () => done(files));
    parser.on("error", failed);
    parser.end(tarball);
  });
}

const inside = (path: string): string => path.slice(path.indexOf("/") + 1);

function read(entry: ReadEntry, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  entry.on("data", (chunk) => chunks.push(chunk));
  entry.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

let options: Promise<Readonly<Record<string, unknown>>> | undefined;

/** `.npmrc` files and `npm_config_…` variables, as `npm install` would take them. */
export function npmOptions(): Promise<Readonly<Record<string, unknown>>> {
  options ??= (async () => {
    const { default: Config } = await import("@npmcli/config");
    const { default: npm } = await import("@npmcli/config/lib/definitions/index.js");
    const npmPath = resolve(dirname(process.execPath), "../lib/node_modules/npm");
    const config = new Config({ ...npm, npmPath, argv: ["node", "npm"], warn: false });
    await config.load();
    return config.flat;
  })();
  return options;
}

const OFFLINE = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "ENETUNREACH",
  "ENOTCACHED",
]);
const MISSING = new Set(["E404", "ETARGET"]);

async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw explained(what, error);
  }
}

function explained(what: string, error: unknown): ImportError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  if (MISSING.has(code))
    return new MissingError(what, "the npm registry has no such version; `npm view` lists those it has");
  if (code === "EINTEGRITY")
    return new ImportError(
      what,
      "the tarball is not the one that the registry's integrity names; it was not used",
    );
  if (OFFLINE.has(code) || /network|socket/iu.test(message))
    return new ImportError(
      what,
      `the npm registry cannot be reached, and npm's cache does not have it (${code})`,
      {
        mend: "connect, or give a directory or a tarball of the package",
      },
    );
  return new ImportError(what, message);
}
