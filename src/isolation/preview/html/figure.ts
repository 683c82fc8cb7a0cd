import type { Sight } from "../sees.js";

/** A drawing as shapes; lengths are SVG user units. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly texts: readonly Text[];
}
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly look: "panel" | "sandbox" | "station" | "item" | Sight;
}
export interface Arrow {
  readonly path: string;
  readonly look: "way" | Sight;
}
export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** The whole text, where only a part of it fits. */
  readonly full: string;
  readonly look: "heading" | "title" | "small" | "path" | "label" | Sight;
  readonly anchor: "start" | "middle";
}

/** Widths of a character, a little generous: fonts differ. */
const advance: Readonly<Record<Text["look"], number>> = {
  heading: 7.4,
  title: 8.2,
  small: 6.4,
  path: 7.3,
  label: 6.4,
  "read-write": 6.6,
  "read-only": 6.6,
  hidden: 6.6,
};

/** A text that keeps to `room`: what does not fit is left out of its middle. */
export function text(
  look: Text["look"],
  [x, y]: readonly [number, number],
  full: string,
  room: number,
  anchor: Text["anchor"] = "start",
): Text {
  const most = Math.floor(room / advance[look]);
  const characters = [...full];
  if (characters.length <= most) return { x, y, text: full, full, look, anchor };
  const head = characters.slice(0, Math.ceil((most - 1) / 2)).join("");
  const tail = characters.slice(characters.length - Math.floor((most - 1) / 2)).join("");
  return { x, y, text: `${head}…${tail}`, full, look, anchor };
}

/** What several parts of a drawing put together. */
export function joined(width: number, height: number, parts: readonly Partial<Figure>[]): Figure {
  return {
    width,
    height,
    boxes: parts.flatMap(({ boxes = [] }) => boxes),
    arrows: parts.flatMap(({ arrows = [] }) => arrows),
    texts: parts.flatMap(({ texts = [] }) => texts),
  };
}
