/**
 * Number literals. Nix's lexer wants a point in every float, and has neither a literal for floats below the smallest
 * normal one nor for -0.0; negation binds as a call, so the least integer has no literal either.
 */

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/** Whether the value is an integer that Nix holds: 64 bit, signed. */
export function isNixInteger(value: number | bigint): boolean {
  if (typeof value === "number" && !Number.isInteger(value)) return false;
  const exact = BigInt(value);
  return exact >= least && exact <= greatest;
}

/** The literal of an integer for which {@link isNixInteger} holds. */
export function integerLiteral(value: number | bigint): string {
  const exact = BigInt(value);
  return exact === least ? `${exact + 1n} - 1` : `${exact}`;
}

const smallestNormal = 2 ** -1022;

/** Whether the finite float has a literal; the others are read from JSON text (see {@link floatText}). */
export function hasFloatLiteral(value: number): boolean {
  return value === 0 ? Object.is(value, 0) : Math.abs(value) >= smallestNormal;
}

/** The shortest text of a finite float that reads back as the same one, always with a point: `1.0e+300`. */
export function floatText(value: number): string {
  const [mantissa = "", exponent] = Object.is(value, -0) ? ["-0"] : String(value).split("e");
  const point = mantissa.includes(".") ? "" : ".0";
  return `${mantissa}${point}${exponent === undefined ? "" : `e${exponent}`}`;
}
