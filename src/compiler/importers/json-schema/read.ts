import { isObject } from "../../ir/object.js";
import type { Json, JsonObject } from "../../ir/types.js";
import { type Context, intersect } from "../intersect.js";
import { ImportError, type Place } from "../loss.js";
import { possible } from "../possible.js";
import { ANY, exactly, isArray, NEVER, type Notes, type Part, type Shape, unite } from "../shape.js";
import { listPart, objectPart, type Reader } from "./containers.js";
import type { Located, SchemaDocument } from "./document.js";
import { classify, Keywords } from "./keywords.js";
import { numericPart, stringPart } from "./scalars.js";
import { ALL_TYPES, type TypeName, typesOf } from "./types.js";

/** More oneOf members than this are not compared with each other. */
const MAX_COMPARED = 100;

/** Reads schemas of one document into shapes; every reference becomes a definition, read once. */
export class SchemaReader implements Reader {
  /** By name; undefined while it is being read. */
  readonly definitions = new Map<string, Shape | undefined>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** How often a word has been made a name, so that the next one need not try those before it. */
  readonly #counts = new Map<string, number>();

  constructor(
    readonly document: SchemaDocument,
    readonly place: Place,
  ) {}

  /** @throws ImportError where the pointer leads to nothing, or what it leads to is no schema */
  root(pointer = ""): Shape {
    const { root } = this.document;
    const target = pointer === "" ? root : this.document.resolve(`#${pointer}`, root);
    if ("dangling" in target)
      throw new ImportError(`#${pointer}`, "there is no such schema in the file", hintAt(root.schema));
    return this.shape(target, this.place);
  }

  /** @throws ImportError */
  shape(located: Located, place: Place): Shape {
    const { schema, pointer } = located;
    if (schema === true) return ANY;
    if (schema === false) return NEVER;
    if (!isObject(schema)) throw new ImportError(pointer, "expected a schema: an object, true or false");
    const keywords = new Keywords(schema, located, located.dialect);
    if (schema.$ref !== undefined && located.dialect !== "2020-12") return this.#reference(keywords, place);
    noteUnread(keywords, place);
    const context = this.context(place);
    return this.#conditions(keywords, place).reduce((all, one) => intersect(all, one, context), ANY);
  }

  notes(located: Located): Notes {
    const { schema } = located;
    if (!isObject(schema)) return {};
    const { default: standard, examples } = schema;
    const text = textIn(schema, "description", "markdownDescription", "title");
    const deprecated = deprecationOf(schema);
    const example = isArray(examples) ? examples[0] : undefined;
    const target = typeof schema.$ref === "string" ? this.document.resolve(schema.$ref, located) : undefined;
    const own = target !== undefined && "schema" in target && isObject(target.schema);
    return {
      ...(own && isObject(target.schema) && target.schema.$ref === undefined ? this.notes(target) : {}),
      ...(text === undefined ? {} : { description: text }),
      ...(standard === undefined ? {} : { upstreamDefault: standard }),
      ...(deprecated === undefined ? {} : { deprecated }),
      ...(example === undefined ? {} : { example }),
    };
  }

  context(place: Place): Context {
    return {
      resolve: (name) => this.definitions.get(name),
      widened: (reason) => place.widened(reason),
    };
  }

  /** The shapes that a value has to fit, all of them. */
  #conditions(keywords: Keywords, place: Place): readonly Shape[] {
    const { schema } = keywords;
    const members = (keyword: string) => keywords.schemas(keyword).map((member) => this.shape(member, place));
    const conditions: Shape[] = [this.#own(keywords, place)];
    if (schema.enum !== undefined) conditions.push(this.#oneValue(keywords.list("enum"), place));
    if (schema.const !== undefined) conditions.push(this.#oneValue([schema.const], place));
    if (schema.$ref !== undefined) conditions.push(this.#reference(keywords, place));
    conditions.push(...members("allOf"));
    if (keywords.has("anyOf")) conditions.push(unite(members("anyOf")));
    if (keywords.has("oneOf")) conditions.push(this.#oneOf(members("oneOf"), place));
    if (keywords.has("not")) conditions.push(this.#not(keywords, place));
    return conditions;
  }

  /** What `type` and the keywords of each type allow. */
  #own(keywords: Keywords, place: Place): Shape {
    const types = typesOf(keywords);
    const bare = types === ALL_TYPES && !Object.keys(keywords.schema).some(constrains);
    return bare ? ANY : unite(types.map((type) => possible(this.#ofType(type, keywords, place))));
  }

  #ofType(type: TypeName, keywords: Keywords, place: Place): Part {
    switch (type) {
      case "null":
        return { kind: "null" };
      case "boolean":
        return { kind: "bool" };
      case "string":
        return stringPart(keywords, place);
      case "integer":
      case "number":
        return numericPart(keywords, type === "integer", place);
      case "array":
        return listPart(keywords, this, place);
      case "object":
        return objectPart(keywords, this, place);
    }
  }

  #oneValue(values: readonly Json[], place: Place): Shape {
    const nul = values.filter((value) => typeof value === "string" && value.includes("\0"));
    if (nul.length > 0) place.dropped("a value with a NUL character: Nix strings cannot hold one");
    return unite(
      values
        .filter((value) => !nul.includes(value))
        .map((value) => exactly(value, (why) => place.widened(why))),
    );
  }

  #oneOf(members: readonly Shape[], place: Place): Shape {
    const context = { ...this.context(place), widened: () => {} };
    const apart =
      members.length <= MAX_COMPARED &&
      members.every((a, i) => members.slice(i + 1).every((b) => intersect(a, b, context).length === 0));
    if (!apart) place.widened("a value that fits several members of oneOf is taken");
    return unite(members);
  }

  #not(keywords: Keywords, place: Place): Shape {
    const refused = keywords.schemaAt("not");
    if (refused?.schema === false) return ANY;
    if (refused?.schema === true || (isObject(refused?.schema) && Object.keys(refused.schema).length === 0))
      return NEVER;
    place.widened("not is not checked");
    return ANY;
  }

  /** What leads to nothing takes any value; where it was written it has a name, and so it has in the report. */
  #reference(keywords: Keywords, place: Place): Shape {
    const reference = keywords.string("$ref") ?? "";
    const target = this.document.resolve(reference, keywords.located);
    if ("dangling" in target) {
      place.widened(`the reference ${target.dangling}, so any value is taken`);
      return ANY;
    }
    const name = this.#names.get(target.pointer) ?? this.#newName(target.pointer);
    if (!this.definitions.has(name)) {
      this.definitions.set(name, undefined);
      const shape = this.shape(target, this.place.at(`#${name}`));
      if (this.#reaches(shape, name))
        throw new ImportError(target.pointer, "the schema refers to itself without anything between");
      this.definitions.set(name, shape);
    }
    return [{ kind: "ref", name }];
  }

  /** Whether a shape is, or may be, the named definition itself. */
  #reaches(shape: Shape, name: string): boolean {
    return shape.some(
      (part) =>
        part.kind === "ref" &&
        (part.name === name || this.#reaches(this.definitions.get(part.name) ?? NEVER, name)),
    );
  }

  /** The last word of the pointer, made an identifier, and unique. */
  #newName(pointer: string): string {
    const words = pointer.replace(/(?:\.schema)?(?:\.json)?#$/u, (end) => (end === pointer ? end : ""));
    const last = words.slice(words.lastIndexOf("/") + 1).replaceAll(/[^A-Za-z0-9_]+/g, "_");
    const word = pointer === "#" ? "root" : /^[A-Za-z]/.test(last) ? last : `definition${last}`;
    let count = this.#counts.get(word) ?? 1;
    const numbered = () => (count === 1 ? word : `${word}${count}`);
    while (this.#taken.has(numbered())) count++;
    const name = numbered();
    this.#counts.set(word, count + 1);
    this.#taken.add(name);
    this.#names.set(pointer, name);
    return name;
  }
}

/** The first of some annotations that is a text. */
function textIn(schema: JsonObject, ...keywords: readonly string[]): string | undefined {
  for (const keyword of keywords) {
    const value = schema[keyword];
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

/** JSON Schema says that a key is deprecated, editors why, and some schemas say it in the place of `true`. */
function deprecationOf(schema: JsonObject): string | undefined {
  const text = textIn(schema, "deprecationMessage", "markdownDeprecationMessage", "deprecated");
  return text ?? (schema.deprecated === true ? "Deprecated upstream." : undefined);
}

/** Where schemas stand in a file that is not one itself. */
function hintAt(schema: Json): { readonly expected?: string } {
  if (!isObject(schema)) return {};
  const names = ["$defs", "definitions"].flatMap((keyword) => {
    const below = schema[keyword];
    return isObject(below) ? Object.keys(below).map((name) => `#/${keyword}/${name}`) : [];
  });
  return names.length === 0 ? {} : { expected: `one of ${names.slice(0, 8).join(", ")}` };
}

/** Keywords of `own` that say something of values, `type` aside. */
const APPLICATORS = new Set([
  "type",
  "enum",
  "const",
  "$ref",
  "$defs",
  "definitions",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
]);
const constrains = (keyword: string): boolean =>
  classify(keyword) === "translated" && !APPLICATORS.has(keyword);

/** Notes what {@link SchemaReader.shape} passes over, so that nothing is lost in silence. */
function noteUnread(keywords: Keywords, place: Place): void {
  for (const keyword of keywords.foreign) place.dropped(`${keyword} is no keyword of this draft`);
  for (const keyword of Object.keys(keywords.schema)) {
    const known = classify(keyword);
    if (known === "unchecked") place.widened(`${keyword} is not checked`);
    if (known === "unknown" && !keyword.startsWith("x-"))
      place.dropped(`unknown keyword ${JSON.stringify(keyword)}`);
  }
  for (const keyword of ["unevaluatedProperties", "unevaluatedItems"])
    if (keywords.has(keyword) && keywords.applies)
      place.widened(`${keyword} is not checked beside keywords that apply other schemas`);
}
