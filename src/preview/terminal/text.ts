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

/**
 * Rows in columns. Every column is as wide as its widest cell but for the last, which takes what is left of `width` and
 * is wrapped.
 */
export function table(rows: readonly (readonly Cell[])[], width: number): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, count - 1) }, (_, column) =>
    Math.max(0, ...rows.map((row) => row[column]?.text.length ?? 0)),
  );
  const before = widths.reduce((sum, own) => sum + own + 2, 0);
  return rows.flatMap((row) => {
    const last = row[count - 1];
    const lines = wrap(last?.text ?? "", Math.max(24, width - before));
    return lines.map((text, index) => {
      const cells = widths.map((own, column) => {
        const cell = index === 0 ? row[column] : undefined;
        return `${painted({ ...cell, text: (cell?.text ?? "").padEnd(own) })}  `;
      });
      return `${cells.join("")}${painted({ ...last, text })}`.trimEnd();
    });
  });
}

const painted = ({ text, paint }: Cell): string => (paint === undefined ? text : paint(text));
