import type { Json } from "../../ir/types.js";
import { type Imported, lowerAll } from "../import.js";
import { ImportError, Place } from "../loss.js";
import { type Dialect, type Resolve, SchemaDocument } from "./document.js";
import { parseJson } from "./parse.js";
import { SchemaReader } from "./read.js";

/** Larger files than this are data, not schemas. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface SchemaOptions {
  /** What a schema is in that does not say it. */
  readonly dialect?: Dialect;
  /** The JSON pointer of the schema in the text, where it is not all of it. */
  readonly pointer?: string;
  /**
   * Texts of other schemas by the URI that refers to them, without a fragment; a reference relative to a document without
   * `$id` is asked for as it is written. What is undefined is widened and named.
   */
  readonly resolve?: (uri: string) => string | undefined;
}

/**
 * Option types for a JSON Schema (draft-04 to 2020-12, told by `$schema`), of JSON or of JSON with comments.
 *
 * @throws ImportError naming the JSON pointer of what is not a schema
 */
export function importJsonSchema(text: string, options: SchemaOptions = {}): Imported {
  const { dialect, pointer, resolve } = options;
  const others: Resolve = (uri) => {
    const other = resolve?.(uri);
    return other === undefined ? undefined : parsed(other, `${uri}#`);
  };
  const place = new Place();
  const document = new SchemaDocument(parsed(text, "#"), dialect, others);
  const reader = new SchemaReader(document, place);
  return lowerAll(reader.root(pointer), reader.definitions, place);
}

function parsed(text: string, where: string): Json {
  // A character has a byte at least, so most texts need not be counted.
  const bytes = text.length > MAX_BYTES / 3 ? Buffer.byteLength(text) : 0;
  if (bytes > MAX_BYTES)
    throw new ImportError(where, `the schema has ${(bytes / 1024 / 1024).toFixed(1)} MiB`, {
      expected: "16 MiB at most",
    });
  return parseJson(text, where);
}
