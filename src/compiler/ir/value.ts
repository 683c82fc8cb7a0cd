import type { Json, Value } from "./types.js";

/** A value given as data; the form that most defaults and examples take. */
export const data = (value: Json): Value => ({ kind: "data", value });
/** A value given as Nix source, which only Nix can evaluate. */
export const expression = (text: string): Value => ({ kind: "nix", text });
