import { codeOf } from "../../nix/code.js";

/**
 * Whether a text of Nix is a table of versions, as `history.nix` is: sets of names with texts in them, and no other
 * expression. Whoever reads one can warn by it and do nothing else.
 */
export function isVersionTable(text: string): boolean {
  const tokens = codeOf(text);
  return readSet(tokens, 0) === tokens.length;
}

type Tokens = readonly string[];

/** Where a set that begins there ends; undefined where there is none. A history has many thousand names: nothing is copied. */
function readSet(tokens: Tokens, start: number): number | undefined {
  if (tokens[start] !== "{") return undefined;
  let at: number | undefined = start + 1;
  while (at !== undefined && tokens[at] !== "}") at = readBinding(tokens, at);
  return at === undefined ? undefined : at + 1;
}

/** `name = value;`, where the name may be a path. */
function readBinding(tokens: Tokens, start: number): number | undefined {
  const equals = tokens.indexOf("=", start);
  if (equals <= start || !tokens.slice(start, equals).every(isName)) return undefined;
  const end = isText(tokens[equals + 1]) ? equals + 2 : readSet(tokens, equals + 1);
  return end !== undefined && tokens[end] === ";" ? end + 1 : undefined;
}

/** A word may hold the dots of a path. */
const isName = (token: string): boolean =>
  token === "." || /^[A-Za-z_.][A-Za-z0-9_'.-]*$/.test(token) || isText(token);

/** A string without an interpolation is its kind and one piece of letters, or none. */
function isText(token: string | undefined): boolean {
  if (token === undefined || !token.startsWith('["string"')) return false;
  const parts: unknown = JSON.parse(token);
  return Array.isArray(parts) && parts.every((part) => typeof part === "string");
}
