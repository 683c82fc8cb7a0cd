import { indented } from "./strings.js";

/**
 * Line breaks and indentation, as alejandra leaves them. It has no line width: it keeps the breaks it finds and
 * indents by them. So what is decided here is where to break; how broken things look follows its rules
 * (github.com/kamadorueda/alejandra, src/alejandra/src/rules).
 */

/** What is laid out: printed words, and the brackets and calls that may break around them. */
export type Piece =
  /** Never broken. A negative number needs parentheses beside other words. */
  | { readonly kind: "word"; readonly text: string; readonly negative: boolean }
  | { readonly kind: "raw"; readonly source: string }
  /** An indented string of several lines; always broken. */
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "list"; readonly items: readonly Piece[] }
  | AttrsPiece
  /** A function and its arguments. */
  | { readonly kind: "call"; readonly parts: readonly Piece[] };

interface AttrsPiece {
  readonly kind: "attrs";
  readonly size: number;
  /** The bindings, made one by one: of a set of 100,000, the pieces of one are in memory and not those of all. */
  readonly bindings: () => Iterable<Binding>;
  /** Sets what spans lines apart by blank lines. */
  readonly spaced: boolean;
}

export interface Binding {
  readonly name: string;
  readonly value: Piece;
}

/** Columns that a line should not pass. */
const width = 100;

const margin = (indent: number): string => " ".repeat(indent);

/** The text of a piece whose lines, all but the first, start with `indent` spaces. */
export function layOut(piece: Piece, indent: number): string {
  return flatValue(piece, width - indent) ?? broken(piece, indent);
}

/** A set that is a value of its own, not an argument or item, is never squeezed into one line. */
function flatValue(piece: Piece, room: number): string | undefined {
  return piece.kind === "attrs" && piece.size > 0 ? undefined : flat(piece, room);
}

/** The piece on one line, or undefined where it takes more than `room` columns or has to break. */
function flat(piece: Piece, room: number): string | undefined {
  const text = room < 0 ? undefined : flatText(piece, room);
  return text === undefined || text.length > room ? undefined : text;
}

function flatText(piece: Piece, room: number): string | undefined {
  switch (piece.kind) {
    case "word":
      return piece.text;
    case "raw":
      return piece.source.includes("\n") ? undefined : piece.source;
    case "text":
      return undefined;
    case "list":
      return between("[", flatParts(piece.items, room - 2), "]");
    case "attrs":
      return flatSet(piece, room);
    case "call":
      return flatParts(piece.parts, room);
  }
}

function flatSet({ size, bindings }: AttrsPiece, room: number): string | undefined {
  if (size > 1) return undefined;
  const [binding] = bindings();
  if (binding === undefined) return "{}";
  return between(`{${binding.name} = `, flatValue(binding.value, room), ";}");
}

function flatParts(parts: readonly Piece[], room: number): string | undefined {
  let text = "";
  for (const part of parts) {
    const next = flatAtom(part, room - text.length);
    if (next === undefined) return undefined;
    text += text === "" ? next : ` ${next}`;
  }
  return text;
}

/** A piece beside others: what consists of several words goes in parentheses. */
function flatAtom(piece: Piece, room: number): string | undefined {
  return needsParentheses(piece) ? between("(", flat(piece, room - 2), ")") : flat(piece, room);
}

function needsParentheses(piece: Piece): boolean {
  return piece.kind === "call" ? piece.parts.length > 1 : piece.kind === "word" && piece.negative;
}

function between(opening: string, text: string | undefined, closing: string): string | undefined {
  return text === undefined ? undefined : opening + text + closing;
}

/** The piece over several lines; what cannot break stays on its line, however long. */
function broken(piece: Piece, indent: number): string {
  switch (piece.kind) {
    case "word":
      return piece.text;
    case "raw":
      return shifted(piece.source, indent);
    case "text":
      return indented(piece.value, indent);
    case "list":
      return block(
        "[",
        piece.items.map((item) => atom(item, indent + 2)),
        "]",
        indent,
      );
    case "attrs":
      return brokenSet(piece, indent);
    case "call":
      return brokenCall(piece.parts, indent);
  }
}

/** Texts are joined by `+` alone, which copies nothing: what is nested deeply would be copied once a level. */
function block(opening: string, lines: readonly string[], closing: string, indent: number): string {
  if (lines.length === 0) return opening + closing;
  const start = `\n${margin(indent + 2)}`;
  const inner = lines.reduce((text, line) => text + (line === "" ? "\n" : start + line), opening);
  return `${inner}\n${margin(indent)}${closing}`;
}

function brokenSet({ bindings, spaced }: AttrsPiece, indent: number): string {
  const lines: string[] = [];
  for (const binding of bindings()) {
    const line = bound(binding, indent + 2);
    if (spaced && (lines.at(-1)?.includes("\n") || (lines.length > 0 && line.includes("\n")))) lines.push("");
    lines.push(line);
  }
  return block("{", lines, "}", indent);
}

/** `name = value;` */
function bound({ name, value }: Binding, indent: number): string {
  const head = `${name} = `;
  const text = flatValue(value, width - indent - head.length - 1) ?? broken(value, indent);
  if (value.kind !== "call" || hangs(text, indent)) return `${head}${text};`;
  return `${name} =\n${margin(indent + 2)}${shifted(text, 2)};`;
}

/** A piece beside others, broken if it does not fit. */
function atom(piece: Piece, indent: number): string {
  return flatAtom(piece, width - indent) ?? brokenAtom(piece, indent);
}

function brokenAtom(piece: Piece, indent: number): string {
  const text = broken(piece, indent);
  if (!needsParentheses(piece)) return text;
  return `(${hangs(text, indent) ? text : shifted(text, 2)})`;
}

/**
 * Up to the part that breaks, a call is one line. After it, what has brackets or quotes of its own follows on the line
 * where its neighbour ends; other words start a line.
 */
function brokenCall(parts: readonly Piece[], indent: number): string {
  const forced = parts.findIndex((part) => canBreak(part) && flatAtom(part, width - indent) === undefined);
  const at = forced === -1 ? parts.length - 1 : forced;
  return parts
    .map((part, index) => (index === at ? brokenAtom(part, indent) : atom(part, indent)))
    .reduce((text, part, index) => {
      const sameLine = index <= at || /^[[({"']/.test(part);
      return `${text}${sameLine ? " " : `\n${margin(indent)}`}${part}`;
    });
}

/** Whether a call can start on the line it belongs to: all its lines but the first and last are indented further. */
function hangs(text: string, indent: number): boolean {
  const first = text.indexOf("\n");
  const last = text.lastIndexOf("\n");
  return first === -1 || (first < last && !shallowAt(indent).test(text.slice(first, last)));
}

const shallows = new Map<number, RegExp>();

/** A line that is indented no further than this. */
function shallowAt(indent: number): RegExp {
  const known = shallows.get(indent) ?? new RegExp(`\\n {0,${indent + 1}}[^ \\n]`);
  shallows.set(indent, known);
  return known;
}

function shifted(text: string, columns: number): string {
  return text.replace(/\n(?!\n|$)/g, `\n${margin(columns)}`);
}

function canBreak(piece: Piece): boolean {
  switch (piece.kind) {
    case "word":
      return false;
    case "raw":
      return piece.source.includes("\n");
    case "text":
      return true;
    case "list":
      return piece.items.length > 0;
    case "attrs":
      return piece.size > 0;
    case "call":
      return piece.parts.some(canBreak);
  }
}
