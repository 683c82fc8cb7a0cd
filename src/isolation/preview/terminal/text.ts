/** Text for a terminal: widths are columns, one for each character. */

/** Values are written by others: spelt out, their control characters cannot drive a terminal or break a line. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Breaks text between words into lines of at most `width`, where its words allow that. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A cell: its text, and how it is painted once it has its width. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Columns that the last cell of a row has at least, however narrow the terminal. */
const narrowest = 24;

/**
 * Rows in columns. Every column is as wide as its widest cell but for the last, which takes what is left of `width` and
 * is wrapped. Where nothing would be left, a cell that takes more than half of the width makes no column wider: what
 * follows it in its row stands below.
 */
export function table(rows: readonly (readonly Cell[])[], width: number): readonly string[] {
  const last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const lengthsOf = (column: number): readonly number[] => rows.map((row) => row[column]?.text.length ?? 0);
  const widthsUpTo = (limit: number): readonly number[] =>
    Array.from({ length: Math.max(0, last) }, (_, column) =>
      Math.max(0, ...lengthsOf(column).filter((length) => length <= limit)),
    );
  const full = widthsUpTo(Number.POSITIVE_INFINITY);
  const needed = sum(full) + Math.min(narrowest, Math.max(0, ...lengthsOf(last)));
  const widths = needed <= width ? full : widthsUpTo(Math.floor(width / 2));
  return rows.flatMap((row) => laid(row, widths, Math.max(narrowest, width - sum(widths))));
}

/** The columns with the two spaces after each. */
const sum = (widths: readonly number[]): number => widths.reduce((total, own) => total + own + 2, 0);

/** One row: `room` is what its last cell has. */
function laid(row: readonly Cell[], widths: readonly number[], room: number): readonly string[] {
  const wide = widths.findIndex((own, column) => (row[column]?.text.length ?? 0) > own);
  const only = (take: (column: number) => boolean): readonly Cell[] =>
    row.map((cell, column) => (take(column) ? cell : { text: "" }));
  if (wide >= 0) {
    const before = cellsOf(
      only((column) => column <= wide),
      widths.slice(0, wide + 1),
    );
    return [
      before.trimEnd(),
      ...laid(
        only((column) => column > wide),
        widths,
        room,
      ),
    ];
  }
  const last = row[widths.length];
  return wrap(last?.text ?? "", room).map((text, index) =>
    `${cellsOf(index === 0 ? row : [], widths)}${painted({ ...last, text })}`.trimEnd(),
  );
}

const cellsOf = (row: readonly Cell[], widths: readonly number[]): string =>
  widths
    .map((own, column) => `${painted({ ...row[column], text: (row[column]?.text ?? "").padEnd(own) })}  `)
    .join("");

const painted = ({ text, paint }: Cell): string => (paint === undefined ? text : paint(text));
