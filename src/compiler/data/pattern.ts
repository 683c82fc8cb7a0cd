/** Ranges of POSIX character classes in the C locale (regex(7)), as they stand inside a bracket. */
const classes: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "\\x21-\\x7e",
  lower: "a-z",
  print: "\\x20-\\x7e",
  punct: "!-\\/:-@\\[-`{-~",
  space: " \\t-\\r",
  upper: "A-Z",
  xdigit: "0-9A-Fa-f",
};

/**
 * An escaped character, a bracket expression (an optional `^`, a `]` that stands first is literal), a `]` that closes none and
 * is literal, or any character.
 */
const special = /\\.|\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]|\]|\./gs;

const plain: Readonly<Record<string, string>> = { ".": "[\\s\\S]", "]": "\\]" };

/**
 * A POSIX extended regular expression in the words of ECMAScript, for the whole text, as `builtins.match` takes it. It
 * needs the flag `u` only, as JSON Schema has it.
 */
export function ecmaPattern(posix: string): string {
  const translated = posix.replace(special, (found, negation: string, inside: string | undefined) => {
    if (inside === undefined) return plain[found] ?? found;
    const members = inside.replace(/\[:([a-z]+):\]|[\\[\]]/g, (part, name: string | undefined) =>
      name === undefined ? `\\${part}` : (classes[name] ?? part),
    );
    return `[${negation}${members}]`;
  });
  return `^(?:${translated})$`;
}

/** The same as a regular expression. */
export const wholeMatch = (posix: string): RegExp => new RegExp(ecmaPattern(posix), "u");
