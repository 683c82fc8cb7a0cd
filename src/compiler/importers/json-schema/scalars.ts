import type { NumericType, StringType } from "../../ir/types.js";
import { ImportError, type Place } from "../loss.js";
import { ecmaJudge, type Judge } from "../pattern/judge.js";
import { translatePattern } from "../pattern/translate.js";
import { step } from "./document.js";
import type { Keywords } from "./keywords.js";

/** The string type that `minLength`, `maxLength`, `pattern` and `format` describe. */
export function stringPart(keywords: Keywords, place: Place): StringType {
  const format = keywords.string("format");
  if (format !== undefined) place.widened(`the format ${JSON.stringify(format)} is not checked`);
  const source = keywords.string("pattern");
  if (source !== undefined) ecmaPattern(source, step(keywords.located.pointer, "pattern"));
  const pattern = patternOf(source, place);
  const [minLength, maxLength] = [keywords.number("minLength"), keywords.number("maxLength")];
  return {
    kind: "str",
    ...(minLength ? { minLength } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

/** @throws ImportError for what is no regular expression, with or without the unicode flag */
export function ecmaPattern(source: string, pointer: string): Judge {
  for (const flags of ["u", ""]) {
    try {
      new RegExp(source, flags);
      return ecmaJudge(source);
    } catch {}
  }
  throw new ImportError(pointer, `${JSON.stringify(source)} is not a regular expression`);
}

/** The ERE for an ECMA pattern; undefined, and a loss, where there is none. */
export function patternOf(source: string | undefined, place: Place): string | undefined {
  if (source === undefined) return undefined;
  const translated = translatePattern(source);
  if ("pattern" in translated) {
    for (const what of translated.wider) place.widened(`the pattern ${short(source)}: ${what}`);
    return translated.pattern;
  }
  place.widened(`the pattern ${short(source)} is not checked: ${translated.problem}`);
  return undefined;
}

/** Enough of a pattern to know it by. */
export const short = (source: string): string =>
  JSON.stringify(source.length > 40 ? `${source.slice(0, 40)}…` : source);

/** The numeric type that `minimum` and its like describe; `integer` also follows from a whole `multipleOf`. */
export function numericPart(keywords: Keywords, integer: boolean, place: Place): NumericType {
  const factor = keywords.number("multipleOf");
  const whole = factor !== undefined && Number.isInteger(factor);
  if (factor !== undefined && factor !== 1) place.widened(`multiples of ${factor} are not checked`);
  return {
    kind: integer || whole ? "int" : "number",
    ...bound(keywords, "minimum", "exclusiveMinimum", ["min", "exclusiveMin"]),
    ...bound(keywords, "maximum", "exclusiveMaximum", ["max", "exclusiveMax"]),
  };
}

/** In draft-04 the exclusive keyword is a boolean, which says what the other one means. */
function bound<Inclusive extends string, Exclusive extends string>(
  keywords: Keywords,
  inclusive: string,
  exclusive: string,
  [plain, strict]: readonly [Inclusive, Exclusive],
): Partial<Record<Inclusive | Exclusive, number>> {
  const value = keywords.number(inclusive);
  const old = keywords.located.dialect === "draft-04";
  const edge = old ? (keywords.boolean(exclusive) ? value : undefined) : keywords.number(exclusive);
  const shut = old && edge !== undefined;
  const one: Partial<Record<Inclusive | Exclusive, number>> = {};
  if (value !== undefined && !shut) one[plain] = value;
  if (edge !== undefined) one[strict] = edge;
  return one;
}
