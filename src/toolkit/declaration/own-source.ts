import type { Imported } from "../../compiler/importers/import.js";
import { integrityOf } from "../../compiler/importers/integrity.js";
import { keyedImport } from "../../compiler/importers/keyed.js";
import type { FileSource } from "../../compiler/importers/origin.js";
import { referencesOf } from "../../compiler/ir/references.js";
import type { Option, OptionType } from "../../compiler/ir/types.js";
import { NixsmithError } from "../../errors.js";
import type { FileDeclaration } from "./types.js";

/** A source that stands in the declaration itself: a JSON Schema, or options. Its keys need no facts. */
export type OwnSource = Exclude<FileDeclaration["from"], string>;

export const isOwn = (from: FileDeclaration["from"]): from is OwnSource => typeof from !== "string";

/** What is imported, and where it is said to be from: by no file's name, since a declaration need not be one. */
export interface OwnImport extends Imported {
  readonly origin: FileSource;
}

/**
 * Reads a source that stands in the declaration.
 * @param name of the file that has these keys, as `app.settings`
 * @throws ImportError where it is a schema of no set of keys
 */
export async function importOwn(from: OwnSource, name: string): Promise<OwnImport> {
  const text = JSON.stringify(from);
  const origin = { file: "nixsmith.config", part: name, integrity: integrityOf(text) };
  if (isOptions(from)) return { ...byHand(from, name), origin };
  const { importJsonSchema } = await import("../../compiler/importers/json-schema/import.js");
  return { ...keyedImport(importJsonSchema(text), `the schema of ${name}`), origin };
}

const isOptions = (from: OwnSource): from is readonly Option[] => Array.isArray(from);

/** Options say what is known, as any source does: other keys pass. */
function byHand(options: readonly Option[], name: string): Imported {
  const type: OptionType = { kind: "submodule", options, freeform: { kind: "json" } };
  const [named] = referencesOf(type);
  if (named === undefined) return { type, definitions: {}, losses: [] };
  throw new NixsmithError(`the options of ${name} name a type ${named}, and there is none`, {
    expected: "each type where it is used, or a JSON Schema, which has definitions",
  });
}
