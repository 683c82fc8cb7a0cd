import type { Json, JsonObject } from "../../ir/types.js";
import { ImportError } from "../loss.js";
import { type Dialect, type Located, step } from "./document.js";

const words = (text: string): readonly string[] => text.split(" ");

/** Keywords that {@link ./read.ts} and its neighbours translate, wholly or with a loss of their own. */
const TRANSLATED = new Set([
  ...words("type enum const $ref $defs definitions allOf anyOf oneOf not"),
  ...words("minLength maxLength pattern format"),
  ...words("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf"),
  ...words("items prefixItems additionalItems minItems maxItems uniqueItems contains"),
  ...words("properties required additionalProperties patternProperties propertyNames"),
  ...words("minProperties maxProperties unevaluatedProperties unevaluatedItems"),
]);

/** Keywords that only inform: JSON Schema's, those of editors (VS Code, IntelliJ, Taplo), and those that generators leave. */
const ANNOTATIONS = new Set([
  ...words("$schema $id id $anchor $dynamicAnchor $recursiveAnchor $comment $vocabulary"),
  ...words("title description default examples deprecated readOnly writeOnly"),
  ...words("contentEncoding contentMediaType contentSchema minContains maxContains then else"),
  ...words("markdownDescription deprecationMessage markdownDeprecationMessage"),
  ...words("enumDescriptions markdownEnumDescriptions enumItemLabels enumNames enumDetails"),
  ...words("defaultSnippets allowComments allowTrailingCommas errorMessage patternErrorMessage"),
  ...words("doNotSuggest suggestSortText completionDetail scope order tags editPresentation"),
  ...words("tsType tsEnumNames tsImport propertyOrder options headerTemplate"),
  ...words("example externalDocs xml discriminator"),
]);

/** Keywords that restrict a value in a way the option types have no word for. */
const UNCHECKED = new Set(
  words("if dependencies dependentRequired dependentSchemas $dynamicRef $recursiveRef"),
);

/** Keywords that draft-07 does not have; there they are unknown, and so say nothing. */
const SINCE_2019 = new Set(
  words("prefixItems unevaluatedItems unevaluatedProperties dependentRequired dependentSchemas $dynamicRef"),
);

/** Every keyword falls in one class, so that none is passed over in silence. */
export function classify(keyword: string): "translated" | "annotation" | "unchecked" | "unknown" {
  if (TRANSLATED.has(keyword)) return "translated";
  if (ANNOTATIONS.has(keyword)) return "annotation";
  return UNCHECKED.has(keyword) ? "unchecked" : "unknown";
}

const without = (schema: JsonObject, keywords: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));

/** Reads keywords of one schema object; a value of the wrong JSON type is an ImportError with its pointer. */
export class Keywords {
  readonly schema: JsonObject;
  /** Those that the dialect does not know. */
  readonly foreign: readonly string[];

  constructor(
    schema: JsonObject,
    readonly located: Located,
    dialect: Dialect,
  ) {
    this.foreign = dialect !== "2020-12" ? Object.keys(schema).filter((key) => SINCE_2019.has(key)) : [];
    this.schema = this.foreign.length === 0 ? schema : without(schema, this.foreign);
  }

  /** Whether other schemas apply to the same value, so that what is "unevaluated" depends on them. */
  get applies(): boolean {
    return this.has(
      "$ref",
      "$dynamicRef",
      "allOf",
      "anyOf",
      "oneOf",
      "not",
      "if",
      "dependentSchemas",
      "contains",
    );
  }

  has(...keywords: readonly string[]): boolean {
    return keywords.some((keyword) => this.schema[keyword] !== undefined);
  }

  number(keyword: string): number | undefined {
    const value = this.schema[keyword];
    return value === undefined || typeof value === "number" ? value : this.#wrong(keyword, "a number");
  }

  string(keyword: string): string | undefined {
    const value = this.schema[keyword];
    return value === undefined || typeof value === "string" ? value : this.#wrong(keyword, "a string");
  }

  boolean(keyword: string): boolean {
    const value = this.schema[keyword] ?? false;
    return typeof value === "boolean" ? value : this.#wrong(keyword, "true or false");
  }

  strings(keyword: string): readonly string[] {
    const value = this.schema[keyword] ?? [];
    if (!Array.isArray(value)) return this.#wrong(keyword, "a list of strings");
    return value.map((item: Json) =>
      typeof item === "string" ? item : this.#wrong(keyword, "a list of strings"),
    );
  }

  list(keyword: string): readonly Json[] {
    const value = this.schema[keyword] ?? [];
    return Array.isArray(value) ? value : this.#wrong(keyword, "a list");
  }

  /** A schema, or undefined where the keyword is absent. */
  schemaAt(keyword: string): Located | undefined {
    const schema = this.schema[keyword];
    return schema === undefined ? undefined : this.#below(schema, keyword);
  }

  schemas(keyword: string): readonly Located[] {
    return this.list(keyword).map((schema, index) => this.#below(schema, keyword, String(index)));
  }

  schemaMap(keyword: string): ReadonlyMap<string, Located> {
    const value = this.schema[keyword] ?? {};
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return this.#wrong(keyword, "an object of schemas");
    return new Map(Object.entries(value).map(([name, schema]) => [name, this.#below(schema, keyword, name)]));
  }

  #below(schema: Json, ...keys: readonly string[]): Located {
    return { ...this.located, schema, pointer: keys.reduce(step, this.located.pointer) };
  }

  #wrong(keyword: string, expected: string): never {
    throw new ImportError(step(this.located.pointer, keyword), `expected ${expected}`);
  }
}
