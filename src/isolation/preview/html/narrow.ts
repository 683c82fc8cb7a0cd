import type { Crossing, Station, Story } from "./crossings.js";
import { type Figure, joined, text } from "./figure.js";

/** The drawing for phones: the way in from top to bottom, then the sandbox with what reached it. */

const width = 380;
const stationHeight = 52;
const stationStep = 74;
const rowStep = 88;
const rowHeight = 78;

export function narrowFigure({ stations, inside, crossings }: Story): Figure {
  const frameTop = 34 + stations.length * stationStep;
  const rowsTop = frameTop + 36 + stationStep - 8;
  const height = rowsTop + crossings.length * rowStep + 6;
  return joined(width, height, [
    {
      boxes: [
        { look: "panel", x: 1, y: 1, width: width - 2, height: frameTop - 18 },
        { look: "sandbox", x: 1, y: frameTop, width: width - 2, height: height - frameTop - 1 },
      ],
      texts: [text("heading", [16, 24], "HOST", 200), text("heading", [16, frameTop + 24], "SANDBOX", 160)],
    },
    ...stations.map((station, index) => stop(station, 34 + index * stationStep, index > 0 ? 20 : 0)),
    stop(inside, frameTop + 36, 56),
    ...crossings.map((crossing, index) => row(crossing, rowsTop + index * rowStep)),
  ]);
}

/** A station with the arrow that leads to it from above, `arrow` units long. */
function stop({ title, text: said }: Station, top: number, arrow: number): Partial<Figure> {
  return {
    boxes: [{ look: "station", x: 16, y: top, width: width - 32, height: stationHeight }],
    arrows: arrow === 0 ? [] : [{ look: "way", path: `M${width / 2} ${top - arrow}V${top - 7}` }],
    texts: [
      text("title", [width / 2, top + 23], title, width - 40, "middle"),
      text("small", [width / 2, top + 41], said, width - 40, "middle"),
    ],
  };
}

function row({ from, how, to, sight, tag }: Crossing, top: number): Partial<Figure> {
  const room = width - 56;
  const [first = "", ...rest] = [how, to].filter((part) => part !== "");
  return {
    boxes: [{ look: sight, x: 16, y: top, width: width - 32, height: rowHeight }],
    texts: [
      text("path", [28, top + 23], from, room),
      text(sight, [28, top + 44], tag, 80),
      text("small", [108, top + 44], first, room - 80),
      ...rest.map((line) => text("small", [108, top + 63], line, room - 80)),
    ],
  };
}
