import { readType } from "../../docs/read-type.js";
import { typeText } from "../../docs/type-text.js";
import { childrenOf, mapChildren } from "../../ir/children.js";
import { sameJson } from "../../ir/same.js";
import type { Option, OptionType } from "../../ir/types.js";
import type { Match } from "../engine/match.js";
import type { OptionFacts } from "../engine/side.js";
import { outline } from "./outline.js";
import type { OptionPair } from "./pair.js";

type Shown = Pick<Match, "before" | "after" | "exact" | "isOfType">;

/** Both types in words; where words leave out what differs, such as a bound, the innermost part that does. */
export function shownTypes({ before, after }: Pick<OptionPair, "before" | "after">): Shown {
  const [was, is] =
    before.typeText === after.typeText
      ? asData(before.type(), after.type())
      : [before.typeText, after.typeText];
  return { before: was, after: is, ...exactly([before, after]), isOfType: true };
}

type Both<Value> = readonly [before: Value, after: Value];

/** Two types of which the words are the same. */
function asData(before: OptionType, after: OptionType): Both<string> {
  const [was, is] = innermost(before, after);
  return keysApart(was, is) ?? [JSON.stringify(was), JSON.stringify(is)];
}

/** Where two submodules differ in keys alone: those that one has, or has otherwise, each with its type. */
function keysApart(before: OptionType, after: OptionType): Both<string> | undefined {
  if (before.kind !== "submodule" || after.kind !== "submodule") return undefined;
  if (!sameJson({ ...before, options: [] }, { ...after, options: [] })) return undefined;
  const others = new Map(after.options.map((option) => [option.name, option]));
  const names = new Set(before.options.map(({ name }) => name));
  const apart: readonly Apart[] = [
    ...before.options.map((was) => keyApart(was, others.get(was.name))),
    ...after.options.filter(({ name }) => !names.has(name)).map((is) => ({ is: keyInWords(is) })),
  ];
  const [gone, fresh] = [apart.flatMap(({ was }) => was ?? []), apart.flatMap(({ is }) => is ?? [])];
  return gone.length + fresh.length === 0 ? undefined : [listed(gone), listed(fresh)];
}

/** A key as one submodule has it and another, where it is not the same in both. */
interface Apart {
  readonly was?: string;
  readonly is?: string;
}

function keyApart(was: Option, is: Option | undefined): Apart {
  if (is === undefined) return { was: keyInWords(was) };
  if (sameJson(was, is)) return {};
  const words = { was: keyInWords(was), is: keyInWords(is) };
  if (words.was !== words.is) return words;
  if (sameJson(was.type, is.type)) return { was: JSON.stringify(was), is: JSON.stringify(is) };
  const [before, after] = asData(was.type, is.type);
  return { was: `${was.name}: { ${before} }`, is: `${is.name}: { ${after} }` };
}

const keyInWords = ({ name, type }: Option): string => `${name}: ${typeText(type, {})}`;
const listed = (keys: readonly string[]): string => (keys.length === 0 ? "no such key" : keys.join("; "));

/** What differs of two types: where that is one part of each, that part. */
function innermost(before: OptionType, after: OptionType): Both<OptionType> {
  const around = (type: OptionType): OptionType => mapChildren(type, () => ({ kind: "raw" }));
  const others = childrenOf(after);
  const pairs = childrenOf(before).flatMap((one, at): readonly Both<OptionType>[] => {
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
