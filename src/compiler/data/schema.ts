import { mapValues } from "../../map-values.js";
import type {
  Json,
  JsonObject,
  NumericType,
  Option,
  OptionSet,
  OptionType,
  StringType,
  SubmoduleType,
} from "../ir/types.js";
import { describe } from "../nix/prose.js";
import { ecmaPattern } from "./pattern.js";

/** What schemas of types need of the set that the types are in. */
type Context = Omit<OptionSet, "options">;

/** A JSON Schema (draft 7, which YAML editors read) of the files of data that an option set takes. */
export function dataSchema({ options, ...context }: OptionSet, title: string, comment: string): JsonObject {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: comment,
    title,
    ...submodule({ kind: "submodule", options }, context),
    definitions: mapValues(context.definitions, (type) => schemaOf(type, context)),
  };
}

function schemaOf(type: OptionType, context: Context): JsonObject {
  const inner = (of: OptionType): JsonObject => schemaOf(of, context);
  switch (type.kind) {
    case "bool":
      return { type: "boolean" };
    case "str":
      return text(type);
    case "lines":
      return { type: "string" };
    case "path":
      return { type: "string", pattern: "^/" };
    case "package":
      return { type: "string", pattern: "^/nix/store/[^/]+$" };
    case "int":
    case "number":
      return numeric(type);
    case "enum":
      return { enum: [...type.values] };
    case "nullOr":
      return nullable(inner(type.of));
    case "listOf":
      return {
        type: "array",
        items: inner(type.of),
        ...present({ minItems: type.minItems, maxItems: type.maxItems, uniqueItems: type.unique }),
      };
    case "attrsOf":
      return {
        type: "object",
        additionalProperties: inner(type.of),
        ...(type.namePattern === undefined
          ? {}
          : { propertyNames: { pattern: ecmaPattern(type.namePattern) } }),
      };
    case "ordered":
      return {
        type: "array",
        items: { allOf: [inner(type.of)], minProperties: 1, maxProperties: 1 },
      };
    case "union":
      return { anyOf: type.of.map(inner) };
    case "submodule":
      return submodule(type, context);
    case "json":
    case "raw":
      return {};
    case "ref":
      return { $ref: `#/definitions/${type.name}` };
  }
}

function submodule({ options, freeform }: SubmoduleType, context: Context): JsonObject {
  const required = options.filter((option) => isRequired(option, context)).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(options.map((option) => [option.name, property(option, context)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: freeform === undefined ? false : schemaOf(freeform, context),
  };
}

/** An option's type with what an editor shows beside it. */
function property(option: Option, context: Context): JsonObject {
  const { type, deprecated, default: preset, example } = option;
  const description = describe(option, context.upstream).replace(/\{manpage\}/g, "");
  const schema = schemaOf(type, context);
  return {
    // Draft 7 knows nothing beside a reference.
    ...("$ref" in schema ? { allOf: [schema] } : schema),
    ...(description === ""
      ? {}
      : { description: description.replaceAll("`", ""), markdownDescription: description }),
    ...(preset?.kind === "data" ? { default: preset.value } : {}),
    ...(example?.kind === "data" ? { examples: [example.value] } : {}),
    ...(deprecated === undefined ? {} : { deprecated: true, deprecationMessage: deprecated }),
  };
}

/** Whether a host file has to set the option: it has no default, and its type no empty value that would do. */
function isRequired(option: Option, context: Context): boolean {
  if (option.default !== undefined || option.declaration?.kind === "package") return false;
  return !hasEmptyValue(option.type, context);
}

function hasEmptyValue(type: OptionType, context: Context): boolean {
  switch (type.kind) {
    case "attrsOf":
    case "nullOr":
    case "ordered":
      return true;
    case "listOf":
      return (type.minItems ?? 0) === 0;
    case "submodule":
      return type.options.every((option) => !isRequired(option, context));
    default:
      return false;
  }
}

const text = ({ minLength, maxLength, pattern }: StringType): JsonObject => ({
  type: "string",
  ...present({ minLength, maxLength, pattern: pattern === undefined ? undefined : ecmaPattern(pattern) }),
});

const numeric = ({ kind, min, max, exclusiveMin, exclusiveMax }: NumericType): JsonObject => ({
  type: kind === "int" ? "integer" : "number",
  ...present({ minimum: min, maximum: max, exclusiveMinimum: exclusiveMin, exclusiveMaximum: exclusiveMax }),
});

/**
 * Editors offer the values of a plain `enum` and `type` better than those of an alternative. Null is the first type because
 * the YAML language server takes a default for a value of the first: text that is null stops its completion of names.
 */
function nullable(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  if (typeof type === "string") return { ...schema, type: ["null", type] };
  return Array.isArray(values) ? { enum: [...values, null] } : { anyOf: [schema, { type: "null" }] };
}

const present = (keywords: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(keywords).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
