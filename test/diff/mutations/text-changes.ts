import { one, type Pick, type TextChange } from "./pick.js";

/** Names and numbers, spaces, and every other sign by itself: rougher than Nix or a shell reads, on purpose. */
const pieces = (text: string): string[] => text.match(/[\w'-]+|\s+|[^\w\s]/gu) ?? [];

const filled = (parts: readonly string[]): readonly number[] =>
  parts.flatMap((part, at) => (/\S/.test(part) ? [at] : []));

/** Of neighbours, those that say something. */
function atPiece(change: (parts: string[], at: number, next: number, pick: Pick) => string[]): TextChange {
  return (text, pick) => {
    const parts = pieces(text);
    const places = filled(parts);
    const which = pick(places.length - 1);
    const [at, next] = [places[which], places[which + 1]];
    return at === undefined || next === undefined ? undefined : change(parts, at, next, pick).join("");
  };
}

function atLine(change: (lines: string[], at: number, pick: Pick) => string[]): TextChange {
  return (text, pick) => {
    const lines = text.split("\n");
    return change(lines, pick(lines.length - 1), pick).join("\n");
  };
}

/** What begins or ends something to Nix, to a shell, or to somebody who only believes so. */
const signs = [
  ..."{}[]()\"'`$#\\;|&=!@?:,.~-\r\n\v\f\t\0\u0085\u00a0\u2028\ufeff",
  ...["''", "${", "/*", "*/", "//", "<<", "\\\n"],
] as const;

/** What else a word could be: a word of the same text, a sign, or another letter in it. */
function anotherWord(parts: readonly string[], old: string, pick: Pick): string {
  switch (pick(3)) {
    case 0:
      return parts[one(filled(parts), pick) ?? 0] ?? "";
    case 1:
      return one(signs, pick) ?? "";
    default: {
      const at = pick(old.length);
      return old.slice(0, at) + String.fromCharCode(33 + pick(94)) + old.slice(at + 1);
    }
  }
}

export function anotherLiteral(literal: string, pick: Pick): string {
  const opposite: Readonly<Record<string, string>> = {
    true: "false",
    false: "true",
    null: "0",
    yes: "no",
    no: "yes",
  };
  const swapped = opposite[literal];
  if (swapped !== undefined) return swapped;
  if (/^\d+$/.test(literal)) return String(Number(literal) + 1 + pick(9));
  const at = 1 + pick(literal.length - 1);
  const letter = literal[at] === "a" ? "b" : "a";
  return pick(2) === 0
    ? literal.slice(0, at) + letter + literal.slice(at)
    : literal.slice(0, at) + literal.slice(at + 1);
}

const literals = /\b(?:true|false|null|yes|no)\b|\b\d+\b|"(?:[^"\\\n]|\\.)+(?=")|'[^'\n]+(?=')/g;

export const textChanges: Readonly<Record<string, TextChange>> = {
  "a token dropped": atPiece((parts, at) => parts.toSpliced(at, 1)),
  "a token doubled": atPiece((parts, at) => parts.toSpliced(at, 0, parts[at] ?? "", " ")),
  "a token replaced": atPiece((parts, at, _, pick) =>
    parts.with(at, anotherWord(parts, parts[at] ?? "", pick)),
  ),
  "a token swapped with its neighbour": atPiece((parts, at, next) =>
    parts.with(at, parts[next] ?? "").with(next, parts[at] ?? ""),
  ),
  "a sign put in": atPiece((parts, at, _, pick) => parts.toSpliced(at, 0, anotherWord(parts, ";", pick))),
  "a sign before everything": (text, pick) => `${one(signs, pick)}${text}`,
  "a line put first": (text, pick) => {
    const lines = text.split("\n");
    const at = pick(Math.min(lines.length, 6));
    return [lines[at], ...lines.toSpliced(at, 1)].join("\n");
  },
  "a line dropped": atLine((lines, at) => lines.toSpliced(at, 1)),
  "a line doubled": atLine((lines, at) => lines.toSpliced(at, 0, lines[at] ?? "")),
  "a line moved": atLine((lines, at, pick) => {
    const rest = lines.toSpliced(at, 1);
    return rest.toSpliced(pick(rest.length), 0, lines[at] ?? "");
  }),
  "a line made a comment": atLine((lines, at) => lines.with(at, `# ${lines[at]}`)),
  "a line joined to the next": atLine((lines, at) =>
    lines.toSpliced(at, 2, `${lines[at]} ${(lines[at + 1] ?? "").trimStart()}`),
  ),
  "a comment that ends early": (text, pick) => {
    const found = one([...text.matchAll(/(?<=^\s*#.*)(?=.)/gm)], pick);
    if (found === undefined) return undefined;
    const [start, end] = [text.slice(0, found.index), text.slice(found.index)];
    return `${start}${one(signs, pick)}${one(["", " ", one(pieces(text), pick) ?? ""], pick)}${end}`;
  },
  "a comment put in": atPiece((parts, at, _, pick) =>
    parts.toSpliced(
      at,
      0,
      one(["# x\n", "/* x */", "#", " # x\n", "\n# x\\\n", "/**/", "\\\n# x\n"], pick) ?? "",
    ),
  ),
  "a string in other quotes": (text, pick) => {
    const found = one([...text.matchAll(/"([^"\n]*)"|''([^']*)''|'([^'\n]*)'/g)], pick);
    if (found === undefined) return undefined;
    const [whole, ...inner] = found;
    const [left, right] =
      one(
        [
          ['"', '"'],
          ["''", "''"],
          ["'", "'"],
          ["", ""],
          ["$'", "'"],
        ] as const,
        pick,
      ) ?? [];
    const put = `${left}${inner.find((some) => some !== undefined) ?? ""}${right}`;
    return text.slice(0, found.index) + put + text.slice(found.index + whole.length);
  },
  "a literal changed": (text, pick) => {
    const found = one([...text.matchAll(literals)], pick);
    if (found === undefined) return undefined;
    const changed = anotherLiteral(found[0], pick);
    return text.slice(0, found.index) + changed + text.slice(found.index + found[0].length);
  },
};
