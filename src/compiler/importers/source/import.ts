import { dirname, join } from "node:path/posix";
import { flatten } from "../flatten.js";
import type { Imported } from "../import.js";
import { importJsonSchema } from "../json-schema/import.js";
import { ImportError } from "../loss.js";
import type { Origin } from "../origin.js";
import { type ReadSource, readSource } from "./read.js";
import type { SourceSpec } from "./spec.js";

/** What a source describes, and where it is from. */
export interface SourceImport extends Imported {
  readonly origin: Origin;
}

export interface SourceOptions {
  /** What paths are relative to, and whose package.json is the user's own. */
  readonly cwd: string;
  /** Files of other schemas by the URI that refers to them. */
  readonly resolve?: ReadonlyMap<string, SourceSpec>;
}

/**
 * Reads a source and imports it: an exported type of a TypeScript file, a JSON Schema of any other.
 *
 * @throws ImportError as {@link readSource} and the importers do, and for what would import to nothing
 */
export async function importSource(spec: SourceSpec, options: SourceOptions): Promise<SourceImport> {
  const read = await readSource(spec, options.cwd);
  const path = "package" in read ? read.path : read.file;
  const imported = /\.[cm]?tsx?$/u.test(path) ? await typeOf(read) : await schemaOf(read, options);
  return { ...notEmpty(imported, read), origin: read.origin };
}

async function typeOf(read: ReadSource): Promise<Imported> {
  const { part } = read.origin;
  if (part === undefined || part.startsWith("/"))
    throw new ImportError(nameOf(read), "names no type", {
      expected: "FILE#Type, such as settings.d.ts#Settings",
    });
  const { importTypeOf } = await import("../typescript/source.js");
  return importTypeOf(read, part);
}

async function schemaOf(read: ReadSource, { cwd, resolve = new Map() }: SourceOptions): Promise<Imported> {
  const { part } = read.origin;
  if (part !== undefined && !part.startsWith("/"))
    throw new ImportError(nameOf(read), `"${part}" is no JSON pointer`, {
      expected: "FILE#/definitions/NAME, or a TypeScript file for a type",
    });
  const given = new Map<string, string>();
  for (const [uri, spec] of resolve) given.set(uri, (await readSource(spec, cwd)).text);
  try {
    return importJsonSchema(read.text, {
      resolve: (uri) => given.get(uri) ?? beside(read, uri),
      ...(part === undefined ? {} : { pointer: part }),
    });
  } catch (error) {
    throw error instanceof ImportError ? inSource(error, read) : error;
  }
}

/** A schema in the same package that a relative reference leads to; of a file by itself, nothing is read but that. */
function beside(read: ReadSource, uri: string): string | undefined {
  if (!("package" in read) || /^[a-z][a-z0-9+.-]*:/iu.test(uri)) return undefined;
  return read.package.files.get(join(dirname(read.path), uri));
}

/** An import without a key says nothing, and whoever asked for it has to know. */
function notEmpty(imported: Imported, read: ReadSource): Imported {
  if (imported.type.kind !== "json" || flatten(imported.type, imported.definitions).length > 0)
    return imported;
  const [first] = imported.losses;
  throw new ImportError(
    nameOf(read),
    first === undefined ? "it takes any value, and describes no key" : `it describes no key: ${first.reason}`,
    {
      expected: "a schema or a type with keys; FILE#/definitions/NAME and FILE#Type name a part of a file",
    },
  );
}

/** How a source is called in an error. */
const nameOf = ({ origin }: ReadSource): string =>
  "file" in origin ? origin.file : `${origin.package} ${origin.version}, ${origin.path}`;

/** An importer knows places in a schema; the user knows the file. */
function inSource(error: ImportError, read: ReadSource): ImportError {
  const { where, message, expected, mend } = error;
  return new ImportError(where.startsWith("#") ? `${nameOf(read)}${where}` : where, message, {
    cause: error,
    ...(expected === undefined ? {} : { expected }),
    ...(mend === undefined ? {} : { mend }),
  });
}
