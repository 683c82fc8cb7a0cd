/** A pattern that POSIX cannot express. */
export class Untranslatable extends Error {}

/** One thing to repeat: its text, and whether it stands for one byte where the source means one character. */
export interface Atom {
  readonly text: string;
  /** Takes every character outside ASCII, a byte at a time. */
  readonly bytewise: boolean;
  readonly states: number;
}

export type Widen = (what: string) => void;

/** What POSIX lets a backslash stand before (9.4.3); closing brackets are no such characters. */
const SPECIAL = /[.[{()\\*+?|^$]/u;
const CLOSING = /[\]}]/u;

/** One character; grouped when it has several bytes, so that a quantifier counts it as one. */
export function character(codePoint: number): Atom {
  if (codePoint === 0 || (codePoint >= 0xd800 && codePoint <= 0xdfff))
    throw new Untranslatable("Nix strings hold neither NUL nor lone surrogates");
  const text = String.fromCodePoint(codePoint);
  if (codePoint > 0x7f) return { text: `(${text})`, bytewise: false, states: 4 };
  const escaped = SPECIAL.test(text) ? `\\${text}` : CLOSING.test(text) ? `[${text}]` : text;
  return { text: escaped, bytewise: false, states: 1 };
}
