import { isIdentifier } from "./names.js";

/**
 * String literals and attribute names. What is printed here is data to Nix whatever it holds: no value can end its
 * literal or start an interpolation.
 */

/** Why Nix cannot hold the string at all, or undefined where it can. */
export function unprintable(value: string): string | undefined {
  if (value.includes("\0")) return "a Nix string cannot hold the character NUL";
  if (!value.isWellFormed()) return "the string holds half of a surrogate pair, which is no Unicode text";
  return undefined;
}

/** Most strings; properties of Unicode take ten times as long to look for. */
const plain = /^[\t\n\r\x20-\x7e]*$/u;

/** Characters that Nix has no escape for and that would hide, or reorder, what a reviewer sees. */
const hidden = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\uFEFF]/u;

/** Whether the string is better read as JSON text, which can spell every character out (see {@link jsonText}). */
export function needsJson(value: string): boolean {
  return !plain.test(value) && hidden.test(value);
}

/** JSON text of a string, with hidden characters as `\uXXXX`; all of them are in the basic plane. */
export function jsonText(value: string): string {
  return JSON.stringify(value).replace(
    new RegExp(hidden, "gu"),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The string between double quotes, on one line. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]|\$(?=\{)|[\n\r\t]/g, (found) => escapes[found] ?? `\\${found}`)}"`;
}

/**
 * Whether the indented form gives back exactly these bytes. It does not where Nix strips white space that belongs to
 * the value (all lines indented), or where a quote or dollar meets quotes that escape or end the string. Nor is it
 * used for what editors and git do not leave alone: blank lines that are not empty, and carriage returns.
 */
export function fitsIndented(value: string): boolean {
  const lines = value.split("\n");
  return (
    lines.length > 1 &&
    lines.some((line) => /^[^ ]/.test(line)) &&
    !lines.some((line) => /^\s+$/.test(line)) &&
    !/'+\$\{|['$]$|\r/.test(value)
  );
}

/** The lines of the string between pairs of single quotes, each but the first shifted right by `indent` spaces. */
export function indented(value: string, indent: number): string {
  const margin = " ".repeat(indent);
  const escaped = value.replace(/''|\$(?=\{)/g, (found) => (found === "$" ? "''$" : "'''"));
  const lines = escaped.split("\n").map((line) => (line === "" ? "" : `${margin}  ${line}`));
  const closing = value.endsWith("\n") ? `${margin}''` : "''";
  return `''\n${lines.join("\n")}${closing}`;
}

/** One attribute name: bare where Nix takes it bare, else quoted. */
export function attributeName(name: string): string {
  if (isIdentifier(name)) return name;
  return needsJson(name) ? `\${builtins.fromJSON ${quoted(jsonText(name))}}` : quoted(name);
}
