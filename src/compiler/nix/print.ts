import { NixsmithError } from "../../errors.js";
import type { Json } from "../ir/types.js";
import type { NixBinding, NixExpression } from "./expression.js";
import { type Binding, layOut, type Piece } from "./layout.js";
import { byCodePoint, isIdentifier, showPath, type ValuePath } from "./names.js";
import { floatText, hasFloatLiteral, integerLiteral, isNixInteger } from "./numbers.js";
import { attributeName, fitsIndented, jsonText, needsJson, quoted, unprintable } from "./strings.js";

/** Keys of a path that an error shows; it carries all of them. */
const shownKeys = 20;

/** A value that Nix has no expression for; `path` says where it sits in what was to be printed. */
export class NixPrintError extends NixsmithError {
  override readonly name = "NixPrintError";

  constructor(
    message: string,
    readonly path: ValuePath,
    expected: string,
  ) {
    const where = path.length === 0 ? "the value" : showPath(path.slice(0, shownKeys));
    super(message, { where: path.length > shownKeys ? `${where}…` : where, expected });
  }
}

/**
 * Levels of nesting that are printed. The parser of Nix 2.8 gives up ("memory exhausted") at 2,497 nested sets, that
 * of 2.26 at 3,333, and what is printed is put into something else.
 */
const deepest = 1000;

/** Where the printer stands: for error messages, and to know how deep it is. */
interface Place {
  readonly parent?: Place | undefined;
  /** What leads here from the parent; of the outermost place, where the value sits. */
  readonly keys: ValuePath;
  readonly depth: number;
  /** Takes the first name of every reference. */
  readonly heads?: Set<string> | undefined;
}

const NO_KEYS: ValuePath = [];

const start = (keys: ValuePath, heads?: Set<string>): Place => ({ parent: undefined, keys, depth: 0, heads });

function inside(parent: Place, keys: ValuePath = NO_KEYS): Place {
  const { depth, heads } = parent;
  const place = { parent, keys, depth: depth + 1, heads };
  if (depth === deepest)
    throw new NixPrintError("nested too deeply", pathOf(place), `at most ${deepest} levels`);
  return place;
}

const pathOf = ({ parent, keys }: Place): ValuePath =>
  parent === undefined ? keys : [...pathOf(parent), ...keys];

/**
 * The expression of a JSON value, keys in code point order. Whole numbers that Nix holds become integers, all others
 * floats. `path` is where the value sits, for the errors.
 * @throws NixPrintError where the value is nested too deeply; what has no Nix form is refused by {@link printNix}
 */
export function fromJson(value: Json, path: ValuePath = []): NixExpression {
  return convert(value, start(path));
}

function convert(value: Json, place: Place): NixExpression {
  if (value === null) return { kind: "null" };
  if (typeof value === "boolean") return { kind: "bool", value };
  if (typeof value === "string") return { kind: "string", value };
  if (typeof value === "number") {
    const whole = isNixInteger(value) && !Object.is(value, -0);
    return { kind: whole ? "int" : "float", value };
  }
  if (isArray(value)) {
    return { kind: "list", items: value.map((item, index) => convert(item, inside(place, [index]))) };
  }
  const entries = Object.entries(value).sort(([left], [right]) => byCodePoint(left, right));
  return {
    kind: "attrs",
    entries: entries.map(([key, item]) => ({ path: [key], value: convert(item, inside(place, [key])) })),
  };
}

/** `Array.isArray`, which does not narrow readonly arrays out of a union. */
const isArray = (value: readonly Json[] | object): value is readonly Json[] => Array.isArray(value);

export interface PrintOptions {
  /** Spaces by which the text is indented where it is put; every line but the first starts with them. */
  readonly indent?: number;
  /** Where the expression sits in what the user wrote, for the errors. */
  readonly path?: ValuePath;
  /** Takes the first name of every reference that is printed. */
  readonly heads?: Set<string>;
}

/**
 * Nix source of an expression, laid out as alejandra leaves it. Entries keep their order.
 * @throws NixPrintError for what Nix cannot hold: NUL, lone surrogates, integers past 64 bit, floats that are not
 * finite, names that cannot start a reference, and nesting that Nix's own parser would not take
 */
export function printNix(expression: NixExpression, options: PrintOptions = {}): string {
  const { indent = 0, path = [], heads } = options;
  return layOut(toPiece(expression, start(path, heads)), indent);
}

/**
 * The attribute path `a.b."c d"`, for the left side of a binding or after a dot.
 * @throws NixPrintError for an empty path or a name that Nix cannot hold
 */
export function printPath(path: readonly string[]): string {
  return dotted(path, start([]));
}

function toPiece(expression: NixExpression, place: Place): Piece {
  switch (expression.kind) {
    case "null":
      return word("null");
    case "bool":
      return word(String(expression.value));
    case "int":
      return integer(expression.value, place);
    case "float":
      return float(expression.value, place);
    case "string":
      return string(expression.value, place);
    case "text":
      return text(expression.value, place);
    case "list":
      return {
        kind: "list",
        items: expression.items.map((item, index) => toPiece(item, inside(place, [index]))),
      };
    case "attrs":
      return {
        kind: "attrs",
        spaced: expression.spaced ?? false,
        size: expression.entries.length,
        bindings: () => bindings(expression.entries, place),
      };
    case "apply":
      return call(expression.callee, expression.args, place);
    case "select":
      return word(reference(expression.path, place));
    case "raw":
      return { kind: "raw", source: expression.source };
  }
}

function* bindings(entries: readonly NixBinding[], place: Place): Generator<Binding> {
  for (const { path, value } of entries)
    yield { name: dotted(path, place), value: toPiece(value, inside(place, path)) };
}

const word = (text: string, negative = false): Piece => ({ kind: "word", text, negative });

function call(callee: NixExpression, args: readonly NixExpression[], place: Place): Piece {
  const parts = [callee, ...args].map((part) => toPiece(part, inside(place)));
  return { kind: "call", parts };
}

function integer(value: number | bigint, place: Place): Piece {
  if (!isNixInteger(value))
    throw new NixPrintError(`${value} is no Nix integer`, pathOf(place), "a signed 64-bit integer");
  return word(integerLiteral(value), value < 0);
}

function float(value: number, place: Place): Piece {
  if (!Number.isFinite(value))
    throw new NixPrintError(`${value} is no Nix float`, pathOf(place), "a finite number");
  return hasFloatLiteral(value) ? word(floatText(value), value < 0) : readFromJson(floatText(value));
}

function string(value: string, place: Place): Piece {
  checkString(value, () => pathOf(place));
  return needsJson(value) ? readFromJson(jsonText(value)) : word(quoted(value));
}

function text(value: string, place: Place): Piece {
  return fitsIndented(value) && !needsJson(value) ? { kind: "text", value } : string(value, place);
}

/** What no literal can spell, Nix reads from JSON, exactly. */
function readFromJson(json: string): Piece {
  return { kind: "call", parts: [word("builtins.fromJSON"), word(quoted(json))] };
}

function checkString(value: string, path: () => ValuePath): void {
  const fault = unprintable(value);
  if (fault !== undefined) throw new NixPrintError(fault, path(), "Unicode text without NUL");
}

function dotted(names: readonly string[], place: Place): string {
  if (names.length === 0)
    throw new NixPrintError("an attribute without a name", pathOf(place), "at least one name");
  return names.map((name) => printName(name, place)).join(".");
}

function printName(name: string, place: Place): string {
  if (isIdentifier(name)) return name;
  checkString(name, () => [...pathOf(place), name]);
  return attributeName(name);
}

function reference(names: readonly string[], place: Place): string {
  const [head = ""] = names;
  if (!isIdentifier(head)) {
    throw new NixPrintError(`${quoted(head)} cannot start a reference`, pathOf(place), "an identifier");
  }
  place.heads?.add(head);
  return dotted(names, place);
}
