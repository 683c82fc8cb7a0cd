import { NixsmithError } from "../../../errors.js";
import type { DocOption } from "../../docs/options-json.js";
import { readType } from "../../docs/read-type.js";
import { isObject } from "../../ir/object.js";
import type { OptionFacts } from "../engine/side.js";

/**
 * The options of a parsed `options.json` as `nixosOptionsDoc` of nixpkgs makes it, by path.
 * @param where how the user named it
 * @throws {NixsmithError} naming the entry that is none
 */
export function factsOfDocs(json: unknown, where: string): ReadonlyMap<string, OptionFacts> {
  if (!isObject(json)) throw unreadable(where, "the file", "one object");
  return new Map(Object.entries(json).map(([name, entry]) => [name, factsOf(name, entry, where)]));
}

/** The part of {@link DocOption} that older and newer versions of nixpkgs agree on. */
function factsOf(name: string, entry: unknown, where: string): OptionFacts {
  if (!isObject(entry) || typeof entry.type !== "string" || !isTexts(entry.loc))
    throw unreadable(where, name, 'an option with "type" and "loc"');
  const { type: typeText, loc, description, readOnly } = entry;
  return {
    name,
    loc,
    typeText,
    typeKey: typeText,
    type: () => readType(typeText),
    default: textOf(entry.default),
    presetKey: textOf(entry.default),
    example: textOf(entry.example),
    description: textOf(description) ?? "",
    readOnly: readOnly === true,
    deprecated: undefined,
    upstreamDefault: undefined,
  };
}

/** Texts come bare, or tagged as Nix or Markdown; before 2023 also as any JSON value. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  return isObject(value) && typeof value.text === "string" ? value.text : JSON.stringify(value);
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((part) => typeof part === "string");

const unreadable = (file: string, entry: string, expected: string): NixsmithError =>
  new NixsmithError("this is no option documentation", {
    where: `${file}, ${entry}`,
    expected: `${expected}, as nixpkgs' nixosOptionsDoc writes options.json`,
  });
