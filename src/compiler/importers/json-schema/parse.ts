import { visit } from "jsonc-parser";
import type { Json } from "../../ir/types.js";
import { ImportError } from "../loss.js";

/**
 * JSON, or JSON with comments and commas that nothing follows, as editors keep it.
 *
 * @param where what the text is, for errors
 * @throws ImportError with line and column of what is neither
 */
export function parseJson(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    try {
      return JSON.parse(plain(text));
    } catch {
      throw new ImportError(where, `not JSON: ${error.message}${position(text, error.message)}`);
    }
  }
}

/** The text with blanks for what JSON does not have, so that every position stays what it was. */
function plain(text: string): string {
  const blanks: (readonly [offset: number, length: number])[] = [];
  let comma: number | undefined;
  const value = () => {
    comma = undefined;
  };
  const end = () => {
    if (comma !== undefined) blanks.push([comma, 1]);
    comma = undefined;
  };
  visit(
    text,
    {
      onComment: (offset, length) => blanks.push([offset, length]),
      onSeparator: (character, offset) => {
        comma = character === "," ? offset : undefined;
      },
      onObjectBegin: value,
      onArrayBegin: value,
      onObjectProperty: value,
      onLiteralValue: value,
      onObjectEnd: end,
      onArrayEnd: end,
    },
    { allowTrailingComma: true },
  );
  let from = 0;
  const kept = blanks
    .toSorted(([a], [b]) => a - b)
    .map(([offset, length]) => {
      const before = text.slice(from, offset);
      from = offset + length;
      return before + text.slice(offset, from).replaceAll(/[^\n]/gu, " ");
    });
  return kept.join("") + text.slice(from);
}

/** V8 gives an offset, where it gives a place at all. */
function position(text: string, message: string): string {
  const [, offset] = /at position (\d+)/u.exec(message) ?? [];
  if (offset === undefined || /line \d+/u.test(message)) return "";
  const before = text.slice(0, Number(offset)).split("\n");
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
