import type { JSDocableNode, Symbol as MemberSymbol, Node, Type } from "ts-morph";
import type { Json } from "../../ir/types.js";
import { MAX_TYPES, type Place, tooManyTypes } from "../loss.js";
import {
  ANY,
  NEVER,
  type Notes,
  type ObjectPart,
  type Part,
  type Property,
  type Shape,
  unite,
} from "../shape.js";
import { morph } from "./compiler.js";

/** Deeper types than this are generics that never end. */
const MAX_DEPTH = 60;

/** A list or object type that is being read, or was. */
interface Entry {
  /** As a definition, once anything refers to it. */
  name?: string;
  /** Undefined while it is being read. */
  shape?: Shape;
}

/** Reads types of a checked program into shapes; a type that contains itself becomes a definition. */
export class TypeReader {
  readonly definitions = new Map<string, Shape>();
  /** Those that are being read, and those that refer to others: a second reading would unroll what these refer to. */
  readonly #known = new Map<Type["compilerType"], Entry>();
  #depth = 0;
  #count = 0;
  #references = 0;
  readonly #names = new Set<string>();

  /** @param at the declaration that the type is looked at from */
  constructor(readonly at: Node) {}

  shape(type: Type, place: Place): Shape {
    if (isUnresolved(type)) place.widened("its type is not known here, so any value is taken");
    if (type.isAny() || type.isUnknown()) return ANY;
    if (type.isNever()) return NEVER;
    if (type.isBoolean()) return [{ kind: "bool" }];
    if (type.isUnion()) return this.#union(type, place);
    const scalar = scalarOf(type, place);
    if (scalar !== undefined) return scalar;
    if (type.isIntersection()) {
      const [only] = type.getIntersectionTypes().filter((part) => part.isString() || part.isNumber());
      if (only !== undefined) return this.shape(only, place);
    }
    return this.#recursive(type, place);
  }

  #union(type: Type, place: Place): Shape {
    const members = type.getUnionTypes().filter((member) => !member.isUndefined());
    return unite(members.map((member) => this.shape(member, place)));
  }

  /** Lists and objects can contain themselves, and each other: what was met before becomes a reference. */
  #recursive(type: Type, place: Place): Shape {
    const known = this.#known.get(type.compilerType);
    if (known !== undefined) return this.#reference(known, type);
    if (this.#depth >= MAX_DEPTH) {
      place.widened(`nested deeper than ${MAX_DEPTH} types`);
      return ANY;
    }
    this.#count += 1;
    if (this.#count > MAX_TYPES) throw tooManyTypes(place);
    const entry: Entry = {};
    const references = this.#references;
    this.#known.set(type.compilerType, entry);
    this.#depth += 1;
    const shape = this.#container(type, place);
    this.#depth -= 1;
    entry.shape = shape;
    if (this.#references === references) this.#known.delete(type.compilerType);
    return entry.name === undefined ? shape : this.#reference(entry, type);
  }

  #reference(entry: Entry, type: Type): Shape {
    this.#references += 1;
    entry.name ??= this.#newName(type);
    if (entry.shape !== undefined) this.definitions.set(entry.name, entry.shape);
    return [{ kind: "ref", name: entry.name }];
  }

  #container(type: Type, place: Place): Shape {
    if (type.isTuple()) return this.#tuple(type, place);
    const item = type.getArrayElementType();
    if (item !== undefined) return [{ kind: "list", of: this.shape(item, place.item()) }];
    if (isCode(type)) {
      place.dropped("a function or a class, which no configuration file holds");
      return NEVER;
    }
    return [this.#object(type, place)];
  }

  #tuple(type: Type, place: Place): Shape {
    const items = type.getTupleElements().map((item) => this.shape(item, place.item()));
    if (items.length > 1)
      place.widened("items are checked against all the types of the tuple, not each by its position");
    return [{ kind: "list", of: unite(items), maxItems: items.length }];
  }

  /** TypeScript lets objects have more keys than they declare, and so does this. */
  #object(type: Type, place: Place): ObjectPart {
    const properties = new Map<string, Property>();
    for (const member of type.getApparentProperties()) {
      const property = this.#property(member, place.option(member.getName()));
      if (property !== undefined) properties.set(member.getName(), property);
    }
    const index = type.getStringIndexType();
    if (index === undefined && type.getNumberIndexType() !== undefined)
      place.option("*").widened("keys that are numbers are not held to their type");
    return {
      kind: "object",
      properties,
      rest: index === undefined ? ANY : this.shape(index, place.option("*")),
    };
  }

  #property(member: MemberSymbol, place: Place): Property | undefined {
    const type = member.getTypeAtLocation(this.at);
    const declaration = member.getDeclarations()[0];
    if (member.getName().startsWith("__@") || isCode(type.getNonNullableType())) {
      place.dropped("a method, which no configuration file holds");
      return undefined;
    }
    const unknown = type.isAny() && declaration !== undefined && noteUnresolved(declaration, place);
    const required = !member.hasFlags(morph.SymbolFlags.Optional);
    return { shape: unknown ? ANY : this.shape(type, place), required, notes: notesOf(declaration) };
  }

  #newName(type: Type): string {
    const word = (type.getAliasSymbol() ?? type.getSymbol())?.getName().replaceAll(/\W/g, "") || "type";
    const base = word === "__type" || word === "Array" ? "type" : word;
    let name = base;
    for (let count = 2; this.#names.has(name); count++) name = `${base}${count}`;
    this.#names.add(name);
    return name;
  }
}

/** A function, or a class itself: what it has, such as `prototype`, is no data and can be without end. */
const isCode = (type: Type): boolean =>
  type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;

/** The compiler's type for what it could not find, which is `any` by another name. */
export function isUnresolved(type: Type): boolean {
  const { compilerType } = type;
  return type.isAny() && "intrinsicName" in compilerType && compilerType.intrinsicName === "error";
}

function scalarOf(type: Type, place: Place): Shape | undefined {
  if (type.isNull()) return [{ kind: "null" }];
  if (type.isUndefined() || type.isVoid()) return NEVER;
  if (type.isString()) return [{ kind: "str" }];
  if (type.isNumber()) return [{ kind: "number" }];
  if (type.isTemplateLiteral()) {
    // The compiler writes where it found what another file has.
    place.widened(`the template ${type.getText().replace(/import\("[^"]*"\)\./gu, "")} is not checked`);
    return [{ kind: "str" }];
  }
  const literal = literalOf(type);
  if (literal !== undefined) return [literal];
  if (type.isBigInt() || type.isBigIntLiteral() || type.getText() === "symbol") {
    place.dropped(`${type.getText()}, which JSON does not have`);
    return NEVER;
  }
  return undefined;
}

function literalOf(type: Type): Part | undefined {
  if (type.isBooleanLiteral()) return { kind: "literal", value: type.getText() === "true" };
  const value = type.getLiteralValue();
  return typeof value === "string" || typeof value === "number" ? { kind: "literal", value } : undefined;
}

/** `any` that the source does not spell out comes from a type that could not be found. */
function noteUnresolved(declaration: Node, place: Place): boolean {
  const written = morph.Node.isTyped(declaration)
    ? (declaration.getTypeNode()?.getText() ?? "no type")
    : "its type";
  if (written === "any") return false;
  place.widened(`${written} is not known here, so any value is taken`);
  return true;
}

function notesOf(declaration: Node | undefined): Notes {
  if (!morph.Node.isJSDocable(declaration)) return {};
  const description = declaration
    .getJsDocs()
    .map((doc) => doc.getDescription().trim())
    .join("\n");
  const standard = tagOf(declaration, "default") ?? tagOf(declaration, "defaultValue");
  const deprecated = tagOf(declaration, "deprecated");
  return {
    ...(description === "" ? {} : { description }),
    ...(standard === undefined ? {} : jsonOf(standard)),
    ...(deprecated === undefined ? {} : { deprecated: deprecated || "Deprecated upstream." }),
  };
}

function tagOf(declaration: JSDocableNode, name: string): string | undefined {
  const tag = declaration
    .getJsDocs()
    .flatMap((doc) => doc.getTags())
    .find((one) => one.getTagName() === name);
  return tag?.getCommentText()?.trim() ?? (tag === undefined ? undefined : "");
}

/** `@default` holds a JSON value, often in backticks; prose is no default. */
function jsonOf(text: string): { readonly upstreamDefault: Json } | object {
  try {
    return { upstreamDefault: JSON.parse(text.replaceAll("`", "")) };
  } catch {
    return {};
  }
}
