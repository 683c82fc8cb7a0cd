import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import { type Dialect, SchemaDocument } from "./document.js";
import { SchemaReader } from "./read.js";

/** Larger files than this are data, not schemas. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Option types for a JSON Schema (draft-06 to 2020-12, told by `$schema`, else `dialect`).
 *
 * @throws ImportError naming the JSON pointer of what is not a schema or leads out of the file
 */
export function importJsonSchema(text: string, dialect?: Dialect): Imported {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    throw new ImportError("#", `the schema has ${(bytes / 1024 / 1024).toFixed(1)} MiB`, {
      expected: "16 MiB at most",
    });
  const place = new Place();
  const reader = new SchemaReader(new SchemaDocument(parse(text), dialect), place);
  return lowerAll(reader.root(), reader.definitions, place);
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError("#", `not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
