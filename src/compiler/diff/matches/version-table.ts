import { codeOf } from "../../nix/code.js";

/**
 * Whether a text of Nix is a table of versions, as `history.nix` is: sets of names with texts in them, and no other
 * expression. Whoever reads one can warn by it and do nothing else.
 */
export function isVersionTable(text: string): boolean {
  const rest = readSet(codeOf(text));
  return rest?.length === 0;
}

type Tokens = readonly string[];

/** What is left after a set; undefined where there is none. */
function readSet([first, ...rest]: Tokens): Tokens | undefined {
  if (first !== "{") return undefined;
  let left: Tokens | undefined = rest;
  while (left !== undefined && left[0] !== "}") left = readBinding(left);
  return left?.slice(1);
}

/** `name = value;`, where the name may be a path. */
function readBinding(tokens: Tokens): Tokens | undefined {
  const equals = tokens.indexOf("=");
  const path = tokens.slice(0, Math.max(equals, 0));
  if (path.length === 0 || !path.every(isName)) return undefined;
  const value = tokens.slice(equals + 1);
  const rest = isText(value[0]) ? value.slice(1) : readSet(value);
  return rest?.[0] === ";" ? rest.slice(1) : undefined;
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
