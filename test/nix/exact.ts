import { isArray } from "../../src/compiler/importers/shape.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { byCodePoint } from "../../src/compiler/nix/names.js";
import { isNixInteger } from "../../src/compiler/nix/numbers.js";

/**
 * A form of values that survives the way out of Nix. `builtins.toJSON` alone loses some: Nix 2.8 writes six digits of
 * a float, no Nix tells 1 from 1.0 in all versions, and sets with `outPath` or `__toString` turn into strings. Here a
 * set is a list of pairs, and a float its sign, 53-bit mantissa and binary exponent.
 */
export const exactInNix = `let
  scaleUp = float: exponent:
    if float < 4503599627370496.0 then scaleUp (float * 2.0) (exponent - 1) else scaleDown float exponent;
  scaleDown = float: exponent:
    if float < 9007199254740992.0
    then { float = [(builtins.floor float) exponent]; }
    else scaleDown (float * 0.5) (exponent + 1);
  exact = value:
    if builtins.isAttrs value then { set = map (name: [name (exact value.\${name})]) (builtins.attrNames value); }
    else if builtins.isList value then map exact value
    else if !builtins.isFloat value then value
    else if value == 0.0 then { zero = builtins.substring 0 2 (builtins.toJSON value); }
    else if value < 0.0 then { minus = scaleUp (0.0 - value) 0; }
    else scaleUp value 0;
in exact`;

/** What {@link exactInNix} makes of the value, which is to be a float in Nix only where it has to be. */
export function exact(value: Json): Json {
  if (typeof value === "number") {
    return isNixInteger(value) && !Object.is(value, -0) ? value : exactFloat(value);
  }
  if (value === null || typeof value !== "object") return value;
  if (isArray(value)) return value.map(exact);
  const entries = Object.entries(value).sort(([left], [right]) => byCodePoint(left, right));
  return { set: entries.map(([name, item]) => [name, exact(item)]) };
}

function exactFloat(value: number): Json {
  if (value === 0) return { zero: "-0" };
  if (value < 0) return { minus: exactFloat(-value) };
  let float = value;
  let exponent = 0;
  for (; float < 2 ** 52; exponent -= 1) float *= 2;
  for (; float >= 2 ** 53; exponent += 1) float /= 2;
  return { float: [float, exponent] };
}
