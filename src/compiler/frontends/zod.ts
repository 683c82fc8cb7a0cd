import * as z from "zod";
import type {
  Declaration,
  Json,
  Option,
  OptionType,
  Protects,
  Scalar,
  SubmoduleType,
  Value,
} from "../ir/types.js";
import { data } from "../ir/value.js";

export { data, expression } from "../ir/value.js";

/** What zod cannot say about an option; {@link option} attaches it. */
export interface OptionMetadata {
  readonly description?: string;
  readonly declaration?: Declaration;
  /** Replaces the type read off zod; for `package`, `path`, `lines` and references. */
  readonly type?: OptionType;
  /** Replaces zod's own default, where only Nix can compute it. */
  readonly default?: Value;
  readonly defaultText?: string;
  readonly example?: Value;
  readonly readOnly?: true;
  readonly protects?: Protects;
}

// Not a zod registry: its types rewrite the metadata recursively, and JSON values have no bottom.
const registry = new WeakMap<ZodSchema, OptionMetadata>();

/** Declares what Nix needs to know of a schema, beside what was declared before, and returns the same schema. */
export function option<S extends ZodSchema>(schema: S, metadata: OptionMetadata): S {
  registry.set(schema, { ...registry.get(schema), ...metadata });
  return schema;
}

/** A zod schema that the front end has no type for; the schema's author must mend it. */
export class UnsupportedSchemaError extends Error {
  constructor(path: readonly string[], found: string) {
    super(
      `schema ${path.join(".") || "(root)"}: zod type "${found}" has no option type; use one that has, or register a type`,
    );
    this.name = "UnsupportedSchemaError";
  }
}

/** Any schema of zod. */
export type ZodSchema = z.core.$ZodType;

/**
 * The options that an object schema declares, in the order of declaration.
 * @throws {UnsupportedSchemaError} for a zod type without an option type.
 */
export function optionsOf(schema: z.ZodObject, path: readonly string[] = []): readonly Option[] {
  return Object.entries(schema.shape).map(([name, member]) => toOption(name, member, [...path, name]));
}

function toOption(name: string, schema: ZodSchema, path: readonly string[]): Option {
  const meta = registry.get(schema) ?? {};
  if (schema instanceof z.ZodObject && meta.type === undefined) {
    return { name, type: submodule(schema, path), description: "", declaration: { kind: "group" } };
  }
  const preset = meta.default ?? zodDefault(schema);
  return {
    name,
    type: toType(schema, path),
    description: requireDescription(meta, path),
    ...(preset === undefined ? {} : { default: preset }),
    ...pick(meta, ["declaration", "defaultText", "example", "readOnly", "protects"]),
  };
}

function requireDescription(meta: OptionMetadata, path: readonly string[]): string {
  if (meta.description === undefined)
    throw new Error(`schema ${path.join(".")}: an option needs a description`);
  return meta.description;
}

function pick<T, K extends keyof T>(source: T, keys: readonly K[]): Pick<T, K> {
  const present = keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]);
  return Object.fromEntries(present) as Pick<T, K>;
}

function zodDefault(schema: ZodSchema): Value | undefined {
  return schema instanceof z.ZodDefault ? data(schema.def.defaultValue as Json) : undefined;
}

function toType(schema: ZodSchema, path: readonly string[]): OptionType {
  const registered = registry.get(schema)?.type;
  if (registered !== undefined) return registered;
  const inner = (member: ZodSchema): OptionType => toType(member, path);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
      return inner(def.innerType);
    case "nullable":
      return { kind: "nullOr", of: inner(def.innerType) };
    case "boolean":
      return { kind: "bool" };
    case "string":
      return {
        kind: "str",
        ...rename(boundsOf(schema), { minLength: "least", maxLength: "most", pattern: "pattern" }),
      };
    case "number":
      return {
        kind: "format" in def ? "int" : "number",
        ...rename(boundsOf(schema), { min: "least", max: "most" }),
      };
    case "enum":
      return { kind: "enum", values: Object.values(def.entries) };
    case "literal":
      return { kind: "enum", values: def.values as readonly Scalar[] };
    case "array":
      return {
        kind: "listOf",
        of: inner(def.element),
        ...rename(boundsOf(schema), { minItems: "least", maxItems: "most" }),
      };
    case "record":
      return {
        kind: "attrsOf",
        of: inner(def.valueType),
        ...rename(boundsOf(def.keyType), { namePattern: "pattern" }),
      };
    case "union":
      return { kind: "union", of: def.options.map(inner) };
    case "object":
      return submodule(schema as z.ZodObject, path);
    default:
      throw new UnsupportedSchemaError(path, def.type);
  }
}

function submodule(schema: z.ZodObject, path: readonly string[]): SubmoduleType {
  const catchall = schema.def.catchall;
  const options = optionsOf(schema, path);
  return catchall === undefined
    ? { kind: "submodule", options }
    : { kind: "submodule", options, freeform: toType(catchall, path) };
}

/** What the checks on a schema (`.min`, `.regex`, …) add up to, in the IR's words for its type. */
interface Bounds {
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: string;
}

function boundsOf(schema: ZodSchema): Bounds {
  const checks = (schema._zod.def.checks ?? []).map((check) => (check as z.core.$ZodChecks)._zod.def);
  return Object.assign({}, ...checks.map(boundOf)) as Bounds;
}

function boundOf(check: z.core.$ZodChecks["_zod"]["def"]): Bounds {
  switch (check.check) {
    case "min_length":
      return { least: check.minimum };
    case "max_length":
      return { most: check.maximum };
    case "greater_than":
      return { least: inclusive(check) };
    case "less_than":
      return { most: inclusive(check) };
    case "string_format":
      return check.pattern === undefined ? {} : { pattern: posixPattern(check.pattern) };
    default:
      throw new Error(`zod check "${check.check}" has no counterpart in the IR`);
  }
}

function inclusive(check: z.core.$ZodCheckLessThanDef | z.core.$ZodCheckGreaterThanDef): number {
  if (!check.inclusive)
    throw new Error("an exclusive bound has no counterpart in our own schemas; use an inclusive one");
  return Number(check.value);
}

/**
 * Our own schemas keep to what ECMAScript and POSIX share: anchored at both ends, no class escapes. ECMAScript writes a
 * line break as an escape, where POSIX would read a backslash and an n.
 */
function posixPattern({ source }: RegExp): string {
  return source
    .replace(/^\^|\$$/g, "")
    .replaceAll("\\/", "/")
    .replaceAll("\\n", "\n");
}

/** The bounds under the names that a type gives them, and only those there are. */
function rename(bounds: Bounds, names: Readonly<Record<string, keyof Bounds>>): Record<string, never> {
  const present = Object.entries(names).flatMap(([name, bound]) =>
    bounds[bound] === undefined ? [] : [[name, bounds[bound]]],
  );
  return Object.fromEntries(present) as Record<string, never>;
}
