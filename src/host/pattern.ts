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

/** A bracket expression: an optional `^`, a `]` that stands first is literal, then classes and characters. */
const bracket = /\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/g;

/** A POSIX extended regular expression as one of ECMAScript that matches the whole text, as `builtins.match` does. */
export function wholeMatch(posix: string): RegExp {
  const translated = posix.replace(bracket, (_, negation: string, inside: string) => {
    const members = inside.replace(/\[:([a-z]+):\]|[\\[\]]/g, (found, name: string | undefined) =>
      name === undefined ? `\\${found}` : (classes[name] ?? found),
    );
    return `[${negation}${members}]`;
  });
  return new RegExp(`^(?:${translated})$`, "su");
}
