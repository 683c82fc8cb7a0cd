import type { OptionType, Scalar } from "../ir/types.js";
import { orFile } from "./type-text.js";

/**
 * A type out of its words in option documentation, the inverse of {@link typeText}. Words that it does not know become
 * a reference of that name, so that they are equal to themselves and to nothing else.
 */
export function readType(text: string): OptionType {
  const parser = new Parser(text);
  const type = parser.alternatives();
  return parser.atEnd ? type : { kind: "ref", name: text };
}

const nouns: readonly (readonly [string, OptionType])[] = [
  ["boolean", { kind: "bool" }],
  ["string", { kind: "str" }],
  ["signed integer", { kind: "int" }],
  ["unsigned integer, meaning >=0", { kind: "int", min: 0 }],
  ["positive integer, meaning >0", { kind: "int", min: 1 }],
  ["floating point number", { kind: "number" }],
  ["integer or floating point number", { kind: "number" }],
  ["nonnegative integer or floating point number, meaning >=0", { kind: "number", min: 0 }],
  ["positive integer or floating point number, meaning >0", { kind: "number", exclusiveMin: 0 }],
  ['strings concatenated with "\\n"', { kind: "lines" }],
  ["absolute path", { kind: "path" }],
  ["package", { kind: "package" }],
  ["raw value", { kind: "raw" }],
  ["anything", { kind: "raw" }],
  ["JSON value", { kind: "json" }],
  ["attribute set", { kind: "attrsOf", of: { kind: "raw" } }],
  ["submodule", { kind: "submodule", options: [] }],
  ["null", { kind: "enum", values: [null] }],
];
// Longest first: "string" begins others.
const byLength = [...nouns].sort(([left], [right]) => right.length - left.length);

const range =
  /(?:\d+ bit (?:un)?signed integer; |(integer or floating point number |integer ))between (-?[\d.e+-]+) and (-?[\d.e+-]+) \(both inclusive\)/y;
const scalar = /"([^"]*)"|(-?\d+)|(true|false)|<null>/y;
/** Words that this reader does not know, as far as they can be told from what follows. */
const other = /(?:[^,()\s]|,(?! or )|\s(?!or ))+/y;

/** Levels of nesting; types written by people have a handful. */
const deepest = 100;

class Parser {
  #at = 0;
  #depth = 0;
  #failed = false;
  constructor(readonly text: string) {}

  /** Whether all of the text was understood. */
  get atEnd(): boolean {
    return !this.#failed && this.#at === this.text.length;
  }

  /** One or more phrases with `or` between them. */
  alternatives(): OptionType {
    const members = [this.#phrase()];
    while (this.#skip(", or ") || this.#skip(" or ")) members.push(this.#phrase());
    const [first, ...others] = members;
    const [second, third] = others;
    if (first === undefined || second === undefined) return first ?? this.#unknown();
    const isNull = first.kind === "enum" && first.values.length === 1 && first.values[0] === null;
    return isNull && third === undefined ? { kind: "nullOr", of: second } : { kind: "union", of: members };
  }

  #phrase(): OptionType {
    if (this.#depth === deepest) return this.#unknown();
    this.#depth += 1;
    const type = this.#simple();
    this.#depth -= 1;
    return type;
  }

  #simple(): OptionType {
    if (this.#skip("ordered list of one-name sets (")) return { kind: "ordered", of: this.#group() };
    if (this.#skip("list of ")) return { kind: "listOf", of: this.#phrase() };
    if (this.#skip("non-empty list of ")) return { kind: "listOf", of: this.#phrase(), minItems: 1 };
    if (this.#skip("attribute set of ") || this.#skip("lazy attribute set of "))
      return { kind: "attrsOf", of: this.#phrase() };
    if (this.#skip("open submodule of ")) return this.#orFile(this.#openSubmodule());
    if (this.#skip("one of ")) return { kind: "enum", values: this.#values() };
    if (this.#skip("value ")) return this.#singular();
    if (this.#skip("string matching the pattern "))
      return { kind: "str", pattern: this.#take(/.*/sy)?.[0] ?? "" };
    if (this.#skip("(")) return this.#group();
    return this.#range() ?? this.#orFile(this.#noun());
  }

  #openSubmodule(): OptionType {
    const keys = this.#phrase();
    return { kind: "submodule", options: [], freeform: keys.kind === "attrsOf" ? keys.of : keys };
  }

  #orFile(type: OptionType): OptionType {
    return type.kind === "submodule" && this.#skip(orFile) ? { ...type, fromFile: true } : type;
  }

  #group(): OptionType {
    const inner = this.alternatives();
    return this.#skip(")") ? inner : this.#unknown();
  }

  #singular(): OptionType {
    const values = this.#values();
    return this.#skip(" (singular enum)") ? { kind: "enum", values } : this.#unknown();
  }

  #values(): readonly Scalar[] {
    const values: Scalar[] = [];
    do {
      const found = this.#take(scalar);
      if (found === undefined) break;
      const [, string, integer, truth] = found;
      values.push(string ?? (integer === undefined ? truthOf(truth) : Number(integer)));
    } while (this.#skip(", "));
    return values;
  }

  #range(): OptionType | undefined {
    const found = this.#take(range);
    if (found === undefined) return undefined;
    const [, words = "integer ", low, high] = found;
    return { kind: words.includes("floating") ? "number" : "int", min: Number(low), max: Number(high) };
  }

  #noun(): OptionType {
    for (const [words, type] of byLength) {
      const end = this.#at + words.length;
      if (this.text.startsWith(words, this.#at) && /^($|\)|,? or )/.test(this.text.slice(end, end + 5))) {
        this.#at = end;
        return type;
      }
    }
    return { kind: "ref", name: this.#take(other)?.[0] ?? "" };
  }

  #unknown(): OptionType {
    this.#failed = true;
    return { kind: "raw" };
  }

  #skip(words: string): boolean {
    if (!this.text.startsWith(words, this.#at)) return false;
    this.#at += words.length;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

const truthOf = (text: string | undefined): Scalar => (text === undefined ? null : text === "true");
