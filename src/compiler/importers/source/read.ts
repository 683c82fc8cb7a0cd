import { existsSync, readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { integrityOf } from "../integrity.js";
import { ImportError } from "../loss.js";
import { fromPath, fromRegistry, type PackageFiles } from "../npm/package.js";
import { isDeclaration, isTypescript, MAX_FILE_BYTES, type Wanted } from "../npm/wanted.js";
import type { FileSource, Source } from "../origin.js";
import { insteadOf, mayBeMeant } from "./meant.js";
import type { SourceSpec } from "./spec.js";
import { textOf } from "./text.js";

/** What a source is, once read. */
export type ReadSource = PackageSource | LooseFile;

/** A file of a package, and what of the package it may refer to. */
export interface PackageSource {
  readonly origin: Source;
  /** The file in the package. */
  readonly path: string;
  /** UTF-8, without a byte order mark. */
  readonly text: string;
  readonly package: PackageFiles;
}

/** A file that belongs to no package. */
export interface LooseFile {
  readonly origin: FileSource;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/**
 * Reads a source: its text, where it is from, and its integrity. A file is a package's where the nearest package.json above
 * it has a name and a version, and is not that of the project that `cwd` lies in.
 *
 * @throws ImportError where it is not there, is too large, is not UTF-8, or does not have the integrity that the registry names
 */
export async function readSource(spec: SourceSpec, cwd: string): Promise<ReadSource> {
  switch (spec.kind) {
    case "npm":
      return within((wanted) => fromRegistry(spec.package, spec.version, wanted), spec);
    case "tarball":
      return within((wanted) => fromPath(spec.tarball, wanted), spec);
    case "file": {
      const directory = packageAbove(spec.file, cwd);
      if (directory === undefined) return loose(spec.file, spec.part);
      const path = relative(directory, spec.file).split(sep).join("/");
      return within((wanted) => fromPath(directory, wanted), { ...spec, path });
    }
  }
}

/** A schema may refer to those beside it, and a type to any declaration. */
function wantedBy(path: string): Wanted {
  const at = dirname(path);
  if (/\.jsonc?$/u.test(path))
    return (other) =>
      other === path || (/\.jsonc?$/u.test(other) && (dirname(other) === at || /schema/iu.test(other)));
  const types = isDeclaration(path) ? isDeclaration : isTypescript;
  return (other) => other === path || types(other);
}

/** @param open the package, with some of its files */
async function within(
  open: (wanted: Wanted) => Promise<PackageFiles>,
  { path, part }: { readonly path: string; readonly part?: string },
): Promise<PackageSource> {
  const read = await open(wantedBy(path));
  const text = read.files.get(path);
  const { package: name, version } = read.source;
  if (text === undefined) {
    if (read.paths.includes(path)) throw new ImportError(`${name} ${version}, ${path}`, TOO_LARGE);
    // All that may have been meant can be too much to hold.
    const all = await open(mayBeMeant(path)).catch(() => read);
    const absent = { path, ...(part === undefined ? {} : { part }) };
    throw new ImportError(`${name} ${version}`, `it has no file ${path}`, {
      expected: insteadOf(absent, all),
    });
  }
  return {
    origin: { ...read.source, path, ...(part === undefined ? {} : { part }) },
    path,
    text,
    package: read,
  };
}

const TOO_LARGE = `it has more than ${MAX_FILE_BYTES / 1024 ** 2} MiB, which is data and no schema`;

async function loose(file: string, part: string | undefined): Promise<LooseFile> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new ImportError(file, "no such file");
  if (!found.isFile())
    throw new ImportError(file, "is no file", { expected: "a schema, or a file of types" });
  if (found.size > MAX_FILE_BYTES) throw new ImportError(file, TOO_LARGE);
  const bytes = await readFile(file);
  const origin = {
    file: basename(file),
    integrity: integrityOf(bytes),
    ...(part === undefined ? {} : { part }),
  };
  return { origin, file, text: textOf(bytes, file) };
}

/** The directory of the package that a file belongs to. */
function packageAbove(file: string, cwd: string): string | undefined {
  for (let here = dirname(file); ; here = dirname(here)) {
    const manifest = join(here, "package.json");
    if (existsSync(manifest))
      return isPackage(manifest) && !`${cwd}${sep}`.startsWith(`${here}${sep}`) ? here : undefined;
    if (dirname(here) === here) return undefined;
  }
}

function isPackage(manifest: string): boolean {
  try {
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof name === "string" && typeof version === "string";
  } catch {
    return false;
  }
}
