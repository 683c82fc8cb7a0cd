import { isObject } from "../../ir/object.js";
import type { Json, JsonObject } from "../../ir/types.js";
import { ImportError } from "../loss.js";
import { isArray } from "../shape.js";

/** The dialects that are read; draft-06 and 2019-09 differ from their neighbours in nothing that matters here. */
export type Dialect = "draft-04" | "draft-07" | "2020-12";

const DIALECTS: Readonly<Record<string, Dialect>> = {
  "json-schema.org/draft-04/schema": "draft-04",
  "json-schema.org/draft-06/schema": "draft-07",
  "json-schema.org/draft-07/schema": "draft-07",
  "json-schema.org/draft/2019-09/schema": "2020-12",
  "json-schema.org/draft/2020-12/schema": "2020-12",
};

/** Keywords whose values are schemas: one, a list, or a map. Others are data and hold no `$id`. */
const ONE =
  "items additionalItems contains additionalProperties propertyNames not if then else unevaluatedItems unevaluatedProperties contentSchema";
const LIST = "items prefixItems allOf anyOf oneOf";
const MAP = "properties patternProperties $defs definitions dependentSchemas dependencies";
const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const KEYWORDS = { one: words(ONE), list: words(LIST), map: words(MAP) };

/** A schema with the JSON pointer that leads to it and the URI that its references are relative to. */
export interface Located {
  readonly schema: Json;
  readonly pointer: string;
  readonly base: string;
  readonly dialect: Dialect;
}

/** What a schema takes over from the one around it. */
type Scope = Pick<Located, "base" | "dialect">;

/** Schemas of other files, by the URI that refers to them; undefined for those that are not given. */
export type Resolve = (uri: string) => Json | undefined;

/** The URI of a document that names none. */
const NO_URI = "schema:/";
/** Deeper schemas than this are no one's settings; the limit keeps recursion within the stack. */
const MAX_DEPTH = 400;

/** A JSON Schema document with its references resolved inside it, and in the files that stand beside it. */
export class SchemaDocument {
  readonly root: Located;
  readonly #resources = new Map<string, Located>();
  readonly #anchors = new Map<string, Located>();
  /** Schemas whose own base is not that of the schema around them. */
  readonly #based = new Map<JsonObject, string>();

  /** @throws ImportError for an unknown dialect or a schema nested too deep. */
  constructor(
    schema: Json,
    defaultDialect: Dialect = "2020-12",
    readonly others: Resolve = () => undefined,
  ) {
    this.root = this.#add(schema, NO_URI, "#", defaultDialect);
  }

  /**
   * What a reference leads to; or, in words, why it leads to nothing.
   *
   * @throws ImportError when it is no URI reference
   */
  resolve(reference: string, from: Located): Located | { readonly dangling: string } {
    const { uri, fragment } = parted(reference, from.base) ?? {};
    if (uri === undefined || fragment === undefined)
      throw new ImportError(`${from.pointer}/$ref`, `${JSON.stringify(reference)} is not a URI reference`);
    const resource = this.#resources.get(uri) ?? this.#load(uri, from.dialect);
    if (resource === undefined) return { dangling: `${JSON.stringify(reference)} is outside this document` };
    if (fragment === "") return resource;
    const target = fragment.startsWith("/")
      ? this.#follow(resource, fragment)
      : this.#anchors.get(`${uri}#${fragment}`);
    return target ?? { dangling: `${JSON.stringify(reference)} leads to nothing` };
  }

  /** A schema of another file, read once. */
  #load(uri: string, dialect: Dialect): Located | undefined {
    const known = uri.startsWith(NO_URI) ? uri.slice(NO_URI.length) : uri;
    const schema = this.others(known);
    return schema === undefined ? undefined : this.#add(schema, uri, `${known}#`, dialect);
  }

  #add(schema: Json, uri: string, pointer: string, otherwise: Dialect): Located {
    const root = { schema, pointer, base: uri, dialect: dialectOf(schema, otherwise, pointer) };
    this.#resources.set(uri, root);
    return { ...root, base: this.#index(root.schema, root, () => pointer, 0) };
  }

  /**
   * Notes every `$id` and anchor in a schema.
   *
   * @param pointer that of the schema, which few need
   * @returns the URI that references in it are relative to
   */
  #index(schema: Json, around: Scope, pointer: () => string, depth: number): string {
    if (depth > MAX_DEPTH)
      throw new ImportError(`${pointer().slice(0, 60)}…`, `nested deeper than ${MAX_DEPTH} schemas`);
    if (!isObject(schema)) return around.base;
    const { dialect } = around;
    const base = isNamed(schema)
      ? this.#note(schema, { ...around, schema, pointer: pointer() })
      : around.base;
    const scope = base === around.base ? around : { base, dialect };
    eachChild(schema, (child, ...keys) =>
      this.#index(child, scope, () => keys.reduce(step, pointer()), depth + 1),
    );
    return base;
  }

  /** Notes what one schema is called. @returns its own base */
  #note(schema: JsonObject, located: Located): string {
    const here = { ...located, base: this.#baseOf(schema, located) };
    if (here.base !== located.base) this.#based.set(schema, here.base);
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const name = schema[keyword];
      if (typeof name === "string") this.#anchors.set(`${here.base}#${name}`, here);
    }
    return here.base;
  }

  /** RFC 6901. */
  #follow(resource: Located, fragment: string): Located | undefined {
    let here = resource;
    for (const token of fragment.slice(1).split("/")) {
      const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
      const schema = child(here.schema, key);
      if (schema === undefined) return undefined;
      const base = isObject(schema) ? this.#based.get(schema) : undefined;
      here = { ...here, schema, pointer: step(here.pointer, key), base: base ?? here.base };
    }
    return here;
  }

  #baseOf(schema: JsonObject, located: Located): string {
    const id = located.dialect === "draft-04" ? schema.id : schema.$id;
    const beside = located.dialect !== "2020-12" && schema.$ref !== undefined;
    const uri = typeof id === "string" && !beside ? parseUri(id, located.base) : undefined;
    if (uri === undefined) return located.base;
    const anchor = uri.hash;
    uri.hash = "";
    const isAnchor = anchor !== "" && anchor !== "#";
    if (isAnchor) this.#anchors.set(`${uri.href}${anchor}`, located);
    // An anchor beside a URI of its own names a document as well, as the page that a schema is described on.
    if (!isAnchor || !this.#resources.has(uri.href))
      this.#resources.set(uri.href, { ...located, base: uri.href });
    return uri.href;
  }
}

/** `http://json-schema.org/schema#` is whichever is newest. */
const NEWEST = "json-schema.org/schema";

function dialectOf(schema: Json, otherwise: Dialect, pointer: string): Dialect {
  const uri = isObject(schema) ? schema.$schema : undefined;
  if (uri === undefined) return otherwise;
  const name = typeof uri === "string" ? uri.replace(/^https?:\/\//, "").replace(/#$/, "") : "";
  const dialect = name === NEWEST ? otherwise : DIALECTS[name];
  if (dialect === undefined)
    throw new ImportError(`${pointer}/$schema`, `${JSON.stringify(uri)} is not supported`, {
      expected: "draft-04, draft-06, draft-07, 2019-09 or 2020-12",
    });
  return dialect;
}

const NAMES = ["$id", "id", "$anchor", "$dynamicAnchor"];
const isNamed = (schema: JsonObject): boolean => NAMES.some((keyword) => keyword in schema);

/** Visits the schemas directly below, wherever a keyword holds one, with the keys that lead there. */
function eachChild(schema: JsonObject, visit: (child: Json, ...keys: readonly string[]) => void): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (KEYWORDS.one.has(keyword) && !isArray(value)) visit(value, keyword);
    else if ((isArray(value) && KEYWORDS.list.has(keyword)) || (isObject(value) && KEYWORDS.map.has(keyword)))
      for (const [key, member] of Object.entries(value)) visit(member, keyword, key);
  }
}

function child(schema: Json, key: string): Json | undefined {
  if (isArray(schema)) return schema[Number(key)];
  return isObject(schema) && Object.hasOwn(schema, key) ? schema[key] : undefined;
}

/** The pointer one key further. */
export const step = (pointer: string, key: string): string =>
  /[~/]/u.test(key) ? `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}` : `${pointer}/${key}`;

/** A reference's URI without its fragment, and the fragment; most lead inside the document, and need no URL for that. */
function parted(
  reference: string,
  base: string,
): { readonly uri: string; readonly fragment?: string } | undefined {
  if (/^#[\w$/.-]*$/u.test(reference)) return { uri: base, fragment: reference.slice(1) };
  const uri = parseUri(reference, base);
  if (uri === undefined) return undefined;
  const fragment = decoded(uri.hash.slice(1));
  uri.hash = "";
  return { uri: uri.href, ...(fragment === undefined ? {} : { fragment }) };
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

const parseUri = (reference: string, base: string): URL | undefined =>
  URL.canParse(reference, base) ? new URL(reference, base) : undefined;
