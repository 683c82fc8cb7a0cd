import { readType } from "../../docs/read-type.js";
import { childrenOf, mapChildren } from "../../ir/children.js";
import { sameJson } from "../../ir/same.js";
import type { OptionType } from "../../ir/types.js";
import type { Match } from "../engine/match.js";
import type { OptionFacts } from "../engine/side.js";
import { outline } from "./outline.js";
import type { OptionPair } from "./pair.js";

type Shown = Pick<Match, "before" | "after" | "exact" | "isOfType">;

/** Both types in words; where words leave out what differs, such as a bound, the innermost part that does. */
export function shownTypes({ before, after }: Pick<OptionPair, "before" | "after">): Shown {
  const exact = { ...exactly([before, after]), isOfType: true } as const;
  if (before.typeText !== after.typeText) return { before: before.typeText, after: after.typeText, ...exact };
  const [was, is] = innermost(before.type(), after.type());
  return { before: JSON.stringify(was), after: JSON.stringify(is), ...exact };
}

/** What differs of two types: where that is one part of each, that part. */
function innermost(before: OptionType, after: OptionType): readonly [OptionType, OptionType] {
  const around = (type: OptionType): OptionType => mapChildren(type, () => ({ kind: "raw" }));
  const others = childrenOf(after);
  const pairs = childrenOf(before).flatMap((one, at): readonly (readonly [OptionType, OptionType])[] => {
    const other = others[at];
    return other === undefined || sameJson(one, other) ? [] : [[one, other]];
  });
  const [only] = pairs;
  return only !== undefined && pairs.length === 1 && sameJson(around(before), around(after))
    ? innermost(...only)
    : [before, after];
}

/** What the words of some types leave out. */
export const exactly = (options: readonly OptionFacts[]): Shown =>
  options.every(isToldWhole) ? {} : { exact: JSON.stringify(options.map(({ typeKey }) => typeKey)) };

/** Whether the words for a type can be read back as that type. */
const isToldWhole = (option: OptionFacts): boolean =>
  sameJson(outline(readType(option.typeText), {}), option.type());

/** Both defaults as documentation shows them; where that shows the same, as they are. */
export function shownDefaults({ before, after }: Pick<OptionPair, "before" | "after">): Shown {
  const isAlike = before.default === after.default;
  const [was, is] = [before, after].map((one) => (isAlike ? one.presetKey : one.default));
  const isInWords = !isAlike && [before, after].some(({ declared }) => declared?.defaultText !== undefined);
  return {
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    ...(isInWords ? { exact: JSON.stringify([before.presetKey, after.presetKey]) } : {}),
  };
}
