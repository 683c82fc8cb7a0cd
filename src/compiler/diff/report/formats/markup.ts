/** Pieces of Markdown out of text that is nobody's Markdown. */

/** More backticks than the text has in a row, so that it cannot end its own fence. */
function ticks(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length + 1);
  return "`".repeat(Math.max(least, ...runs));
}

/** A block of code. */
export function fence(language: string, text: string): string {
  const mark = ticks(text, 3);
  return `${mark}${language}\n${text}\n${mark}`;
}

/** A line break could begin a list or a heading. */
const oneLine = (text: string): string => text.replaceAll("\n", "⏎");

/** A span of code. */
export function code(text: string): string {
  const line = oneLine(text);
  const mark = ticks(line, 1);
  const pad = mark.length > 1 ? " " : "";
  return `${mark}${pad}${line}${pad}${mark}`;
}

/**
 * Prose on one line, in which only single backticks mean something: two in a row are other quotes to Markdown, which could
 * end elsewhere.
 */
export function plain(text: string): string {
  return oneLine(text)
    .split(/((?<!`)`[^`]+`(?!`))/)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[\\*_[\]<>#|~@!&`]/g, "\\$&") : part))
    .join("");
}
