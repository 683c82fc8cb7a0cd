import type { AST } from "@eslint-community/regexpp";
import { type Atom, character, Untranslatable, type Widen } from "./atom.js";

/** The ASCII characters, NUL aside, as flags by code; sets of them are what a POSIX bracket can name. */
type Ascii = readonly boolean[];

const ASCII_END = 0x80;
const asciiWhere = (test: (code: number) => boolean): Ascii =>
  Array.from({ length: ASCII_END }, (_, code) => code > 0 && test(code));
const matches = (pattern: RegExp): Ascii => asciiWhere((code) => pattern.test(String.fromCharCode(code)));

/** White space beyond ASCII (ECMA-262, WhiteSpace and LineTerminator). */
const WIDE_SPACES = [
  0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
  0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
];

/** Members of a class: which of ASCII, which single characters beyond, and whether all others beyond. */
interface Members {
  readonly ascii: Ascii;
  readonly beyond: readonly number[];
  readonly allBeyond: boolean;
}

/** `.`, `\d`, `\w`, `\s` and their negations. */
export function emitSet(set: AST.CharacterSet, widen: Widen): Atom {
  return emitMembers(membersOfSet(set), widen);
}

export function emitClass(element: AST.CharacterClass, widen: Widen): Atom {
  const all = element.elements.map(membersOf);
  const members: Members = {
    ascii: asciiWhere((code) => all.some(({ ascii }) => ascii[code])),
    beyond: all.flatMap(({ beyond }) => beyond),
    allBeyond: all.some(({ allBeyond }) => allBeyond),
  };
  return emitMembers(element.negate ? negated(members) : members, widen);
}

function membersOfSet(set: AST.CharacterSet): Members {
  switch (set.kind) {
    case "any":
      return { ascii: matches(/[^\n\r]/u), beyond: [0x2028, 0x2029], allBeyond: true };
    case "digit":
      return signed(set.negate, matches(/[0-9]/u), []);
    case "word":
      return signed(set.negate, matches(/[A-Za-z0-9_]/u), []);
    case "space":
      return signed(set.negate, matches(/\s/u), WIDE_SPACES);
    case "property":
      throw new Untranslatable(`POSIX has nothing like ${set.raw}`);
  }
}

const signed = (negate: boolean, ascii: Ascii, beyond: readonly number[]): Members =>
  negate ? negated({ ascii, beyond, allBeyond: false }) : { ascii, beyond, allBeyond: false };

/** With `allBeyond`, `beyond` are the exceptions. */
const negated = ({ ascii, beyond, allBeyond }: Members): Members => ({
  ascii: asciiWhere((code) => !ascii[code]),
  beyond,
  allBeyond: !allBeyond,
});

function membersOf(element: AST.CharacterClassElement): Members {
  switch (element.type) {
    case "Character":
      return range(element.value, element.value);
    case "CharacterClassRange":
      return range(element.min.value, element.max.value);
    case "CharacterSet":
      return membersOfSet(element);
    default:
      throw new Untranslatable(`POSIX has nothing like ${element.raw}`);
  }
}

/** Ranges beyond ASCII would be ranges of bytes in a bracket; short ones can be spelled out. */
const MAX_SPELLED = 64;

function range(min: number, max: number): Members {
  const first = Math.max(min, ASCII_END);
  if (max - first >= MAX_SPELLED) throw new Untranslatable("it has a range of characters outside ASCII");
  const beyond = Array.from({ length: Math.max(0, max - first + 1) }, (_, offset) => first + offset);
  return { ascii: asciiWhere((code) => code >= min && code <= max), beyond, allBeyond: false };
}

function emitMembers({ ascii, beyond, allBeyond }: Members, widen: Widen): Atom {
  if (allBeyond) {
    const exceptions = beyond.filter((code) => code !== 0x2028 && code !== 0x2029);
    if (exceptions.length > 0) widen("characters outside ASCII are not told apart");
    const refused = asciiWhere((code) => !ascii[code]);
    return { text: refused.includes(true) ? bracket(refused, "^") : ".", bytewise: true, states: 1 };
  }
  const single = ascii.includes(true) ? [bracket(ascii, "")] : [];
  const alternatives = [...single, ...beyond.map((code) => String.fromCodePoint(code))];
  const [only, ...others] = alternatives;
  if (only === undefined) throw new Untranslatable("it has a class that no character is in");
  if (others.length === 0)
    return beyond.length > 0 ? character(beyond[0] ?? 0) : { text: only, bytewise: false, states: 1 };
  return { text: `(${alternatives.join("|")})`, bytewise: false, states: 4 * alternatives.length };
}

/** A bracket expression; `]` stands first, `[` late and `-` last, where they mean themselves (POSIX 9.3.5). */
function bracket(members: Ascii, negation: "" | "^"): string {
  const runs: (readonly [number, number])[] = [];
  const special = new Set([..."]^[-"].map((text) => text.charCodeAt(0)));
  for (let code = 1; code < ASCII_END; code++) {
    if (!members[code] || special.has(code)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === code - 1) runs[runs.length - 1] = [last[0], code];
    else runs.push([code, code]);
  }
  const has = (text: string) => (members[text.charCodeAt(0)] ? text : "");
  const plain = runs.map(([from, to]) => spell(from, to)).join("");
  const body = `${has("]")}${plain}${has("[")}${has("^")}${has("-")}`;
  return negation === "" && body.startsWith("^") ? `\\^` : `[${negation}${body}]`;
}

function spell(from: number, to: number): string {
  const [first, last] = [String.fromCharCode(from), String.fromCharCode(to)];
  if (to - from > 1) return `${first}-${last}`;
  return from === to ? first : first + last;
}
