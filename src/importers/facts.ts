import * as z from "zod";
import type { Json, Option, OptionType } from "../ir/types.js";

/** Where facts come from: an npm package as the registry names it. */
export interface Source {
  readonly package: string;
  readonly version: string;
  /** Subresource integrity of the tarball, such as `sha512-…`. */
  readonly integrity: string;
}

/** A schema as it is kept: types, bounds, defaults, but no one's prose. */
export interface Facts {
  readonly source: Source;
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
}

/** The facts as a file's text, without descriptions; one option a line where it fits. */
export function encodeFacts({ source, type, definitions }: Facts): string {
  const bare = (of: OptionType) => annotate(of, "", () => ({ description: "" }));
  const named = Object.entries(definitions).map(([name, of]) => [name, bare(of)]);
  const text = JSON.stringify(
    { source, type: bare(type), definitions: Object.fromEntries(named) },
    withoutProse,
  );
  return `${layOut(JSON.parse(text), "")}\n`;
}

const withoutProse = (key: string, value: unknown): unknown =>
  key === "description" && value === "" ? undefined : value;

const WIDTH = 110;

function layOut(value: Json, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= WIDTH) return line;
  const inner = `${indent} `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item) => inner + layOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${layOut(item, inner)}`);
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

const bound = z.number().exactOptional();
const text = z.string().exactOptional();
const data = z.strictObject({ kind: z.literal("data"), value: z.json() });
const numeric = { min: bound, max: bound, exclusiveMin: bound, exclusiveMax: bound };

const option: z.ZodType<Option> = z.lazy(() =>
  z.strictObject({
    name: z.string(),
    type: optionType,
    description: z.string().default(""),
    default: data.exactOptional(),
    example: data.exactOptional(),
    deprecated: text,
    upstreamDefault: z.json().exactOptional(),
  }),
);

/** The kinds that importers yield. */
const optionType: z.ZodType<OptionType> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("bool") }),
    z.strictObject({ kind: z.literal("json") }),
    z.strictObject({ kind: z.literal("str"), minLength: bound, maxLength: bound, pattern: text }),
    z.strictObject({ kind: z.literal("int"), ...numeric }),
    z.strictObject({ kind: z.literal("number"), ...numeric }),
    z.strictObject({
      kind: z.literal("enum"),
      values: z.array(z.union([z.null(), z.boolean(), z.number(), z.string()])),
    }),
    z.strictObject({ kind: z.literal("nullOr"), of: optionType }),
    z.strictObject({
      kind: z.literal("listOf"),
      of: optionType,
      minItems: bound,
      maxItems: bound,
      unique: z.literal(true).exactOptional(),
    }),
    z.strictObject({ kind: z.literal("attrsOf"), of: optionType, namePattern: text }),
    z.strictObject({ kind: z.literal("union"), of: z.array(optionType) }),
    z.strictObject({
      kind: z.literal("submodule"),
      options: z.array(option),
      freeform: optionType.exactOptional(),
    }),
    z.strictObject({ kind: z.literal("ref"), name: z.string() }),
  ]),
);

const facts: z.ZodType<Facts> = z.strictObject({
  source: z.strictObject({ package: z.string(), version: z.string(), integrity: z.string() }),
  type: optionType,
  definitions: z.record(z.string(), optionType),
});

/** Facts out of parsed JSON. @throws ZodError naming the path of what is not as {@link encodeFacts} writes it */
export const decodeFacts = (json: unknown): Facts => facts.parse(json);

/** What stands beside an option's type for people to read. */
export type Prose = Pick<Option, "description" | "deprecated">;

/** Gives every option its prose, by its path in the tree (`packages[].source`, `#Name.key`). */
export function annotate(type: OptionType, path: string, prose: (path: string) => Prose): OptionType {
  const inner = (of: OptionType, below: string) => annotate(of, below, prose);
  switch (type.kind) {
    case "nullOr":
      return { ...type, of: inner(type.of, path) };
    case "listOf":
      return { ...type, of: inner(type.of, `${path}[]`) };
    case "attrsOf":
      return { ...type, of: inner(type.of, join(path, "*")) };
    case "union":
      return { ...type, of: type.of.map((member) => inner(member, path)) };
    case "submodule":
      return {
        ...type,
        options: type.options.map((option) => {
          const here = join(path, option.name);
          return { ...option, type: inner(option.type, here), ...prose(here) };
        }),
        ...(type.freeform === undefined ? {} : { freeform: inner(type.freeform, join(path, "*")) }),
      };
    default:
      return type;
  }
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
