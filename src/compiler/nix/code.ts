/**
 * What Nix reads of a text: its tokens, without comments and layout. Two texts of the same tokens mean the same. Where a
 * space may or may not matter, as around operators, it counts.
 */
export function codeOf(text: string): readonly string[] {
  return readCode({ text, at: 0 }, Infinity);
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Takes what an expression matches where the reader stands; nothing where it does not. */
function take(reader: Reader, expression: RegExp): string | undefined {
  expression.lastIndex = reader.at;
  const [found] = expression.exec(reader.text) ?? [];
  reader.at += found?.length ?? 0;
  return found;
}

// Nix knows no other spaces, and ends a comment at a carriage return too.
const blank = /(?:[ \t\r\n]|#[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
/** What ends in an equals sign, which is a sign of its own elsewhere. */
const comparison = /[!<>=]=/y;
/** Names, numbers, paths, other operators: whatever ends at a space, a quote, a comment or one of the signs below. */
const word = /(?:[A-Za-z_][\w'-]*|(?![!<>]=|\$\{)[^\s"'#{}()[\];,=/]|\/(?!\*)|'(?!'))+/y;
const sign = /\$\{|[\s\S]/y;
/** Where a path, or an attribute's, goes on after an interpolation: with a space before it, it would be something else. */
const further = /(?=[^\s"{}()[\];,=#])(?!\/\*)/y;

/** Tokens up to the end of the text, or to the brace that closes one more than are open. */
function readCode(reader: Reader, open: number): readonly string[] {
  const tokens: string[] = [];
  const opened: string[] = [];
  for (let depth = open; reader.at < reader.text.length; ) {
    const skipped = take(reader, blank);
    if (skipped !== undefined) {
      tokens.push(...mark(isDoubtful(skipped, tokens.at(-1))));
      continue;
    }
    const token =
      readString(reader) ?? take(reader, comparison) ?? take(reader, word) ?? take(reader, sign) ?? "";
    if (token === "}" && depth === 0) return tokens;
    depth += token.endsWith("{") ? 1 : token === "}" ? -1 : 0;
    tokens.push(token, ...mark(goesOn(reader, token, opened)));
  }
  return tokens;
}

/** Between two tokens where a space would make another text of it; no token is a space. */
const mark = (isThere: boolean): readonly string[] => (isThere ? [" "] : []);

/** At a word, what looks like a comment may be the end of a URI, or of a path that Nix refuses. */
const isDoubtful = (skipped: string, last = ""): boolean =>
  skipped.startsWith("/*") && /[\w'/.:+*-]$/.test(last);

/** Keeps what braces are open, and tells whether more of a path stands right after an interpolation. */
function goesOn(reader: Reader, token: string, opened: string[]): boolean {
  if (token.endsWith("{")) opened.push(token);
  return token === "}" && opened.pop() === "${" && take(reader, further) !== undefined;
}

function readString(reader: Reader): string | undefined {
  if (take(reader, /"/y) !== undefined) return JSON.stringify(["string", ...readParts(reader, plain)]);
  if (take(reader, /''/y) === undefined) return undefined;
  return JSON.stringify(["lines", ...outdent(readParts(reader, indented))]);
}

interface Quotes {
  readonly end: RegExp;
  /** Letters and escapes up to the end or the next interpolation. */
  readonly letters: RegExp;
}

// As `STRING` and `IND_STRING` in Nix's lexer.
const plain: Quotes = { end: /"/y, letters: /(?:[^$"\\]|\\[\s\S]|\$(?!\{)(?:[^"\\]|\\[\s\S])?)+/y };
const indented: Quotes = {
  end: /''(?![$'\\])/y,
  letters: /(?:[^$']|\$(?!\{)[^']?|'(?!')|'''|''\$|''\\[\s\S])+/y,
};

/** Letters, and between them the tokens of interpolations. */
function readParts(reader: Reader, { end, letters }: Quotes): readonly (string | readonly string[])[] {
  const parts: (string | readonly string[])[] = [];
  while (reader.at < reader.text.length && take(reader, end) === undefined) {
    if (take(reader, /\$\{/y) !== undefined) parts.push(readCode(reader, 0));
    else parts.push(take(reader, letters) ?? take(reader, sign) ?? "");
  }
  return parts;
}

/** Without what all lines are indented by, as Nix reads it. */
function outdent(parts: readonly (string | readonly string[])[]): readonly (string | readonly string[])[] {
  const text = parts.map((part) => (typeof part === "string" ? part : "$")).join("");
  const filled = text.split("\n").filter((line) => /[^ ]/.test(line));
  const least = Math.min(...filled.map((line) => line.search(/[^ ]/)));
  const margin = new RegExp(`\n {1,${Math.max(least, 1)}}`, "g");
  const cut = (part: string): string => (least > 0 && least < Infinity ? part.replace(margin, "\n") : part);
  return parts.map((part) => (typeof part === "string" ? cut(part) : part));
}
