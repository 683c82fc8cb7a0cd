/**
 * What `builtins.match` says of a POSIX extended regular expression: a match of the whole string, byte by byte.
 * An interpreter of its own, so that it can contradict the translation.
 */
export function posixMatcher(pattern: string): (text: string) => boolean {
  const regex = new RegExp(`^(?:${toEcma(bytesOf(pattern))})$`, "s");
  return (text) => regex.test(bytesOf(text));
}

/** The UTF-8 bytes of a text, each as one character. */
const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** The same expression in ECMA's syntax, which differs in brackets alone. */
function toEcma(pattern: string): string {
  return pattern.replaceAll(/\\.|\[\^?\]?[^\]]*\]/gs, (token) =>
    token.startsWith("\\") ? token : classOf(token),
  );
}

function classOf(bracket: string): string {
  const negation = bracket.startsWith("[^") ? "^" : "";
  const body = bracket.slice(1 + negation.length, -1);
  return `[${negation}${body.replaceAll(/[\\[\]^]|-$/g, "\\$&")}]`;
}
