import type { Crossing, Station, Story } from "./crossings.js";
import { type Figure, joined, text } from "./figure.js";

/** The drawing for wide screens: the host to the left, the sandbox to the right, what crosses between them. */

const width = 1000;
const host = { x: 0, right: 440 };
const sandbox = { x: 580, right: width };
const margin = 18;
const stationTop = 44;
const stationHeight = 58;
const firstRow = 132;
const rowStep = 50;
const rowHeight = 36;

export function wideFigure({ units, stations, inside, crossings }: Story): Figure {
  const height = firstRow + crossings.length * rowStep + 4;
  const panel = (look: "panel" | "sandbox", x: number, right: number) =>
    ({ look, x: x + 1, y: 1, width: right - x - 2, height: height - 2 }) as const;
  return joined(width, height, [
    {
      boxes: [panel("panel", host.x, host.right), panel("sandbox", sandbox.x, sandbox.right)],
      texts: [
        text("heading", [host.x + margin, 28], "HOST", 200),
        text("heading", [sandbox.x + margin, 28], `SANDBOX  ${units}`, 380),
      ],
    },
    wayIn(stations, inside),
    ...crossings.map((crossing, index) => row(crossing, firstRow + index * rowStep)),
  ]);
}

function wayIn(stations: readonly Station[], inside: Station): Partial<Figure> {
  const gap = 26;
  const room = host.right - host.x - 2 * margin - gap * (stations.length - 1);
  const each = room / stations.length;
  const middle = stationTop + stationHeight / 2;
  const lefts = stations.map((_, index) => host.x + margin + index * (each + gap));
  const boxes = [
    ...lefts.map((x) => ({ x, width: each })),
    { x: sandbox.x + margin, width: sandbox.right - sandbox.x - 2 * margin },
  ];
  return {
    boxes: boxes.map((box) => ({ ...box, y: stationTop, height: stationHeight, look: "station" as const })),
    arrows: boxes.slice(1).flatMap(({ x }, index) => {
      const before = boxes[index];
      return before === undefined
        ? []
        : [{ look: "way" as const, path: `M${before.x + before.width + 2} ${middle}H${x - 7}` }];
    }),
    texts: [
      ...[...stations, inside].flatMap(({ title, text: said }, index) => {
        const box = boxes[index];
        if (box === undefined) return [];
        const centre = box.x + box.width / 2;
        return [
          text("title", [centre, stationTop + 25], title, box.width - 10, "middle"),
          text("small", [centre, stationTop + 43], said, box.width - 4, "middle"),
        ];
      }),
      text("label", [(host.right + sandbox.x) / 2, middle - 9], "systemd-run", 120, "middle"),
    ],
  };
}

function row({ from, how, to, sight, tag }: Crossing, top: number): Partial<Figure> {
  const middle = top + rowHeight / 2;
  const left = { x: host.x + margin, width: host.right - host.x - 2 * margin };
  const right = { x: sandbox.x + margin, width: sandbox.right - sandbox.x - 2 * margin };
  const start = left.x + left.width + 2;
  const barrier = sandbox.x - 8;
  return {
    boxes: [
      { ...left, y: top, height: rowHeight, look: "item" },
      { ...right, y: top, height: rowHeight, look: sight },
    ],
    arrows: [
      sight === "hidden"
        ? { look: sight, path: `M${start} ${middle}H${barrier}m-5 -6l10 12m0 -12l-10 12` }
        : { look: sight, path: `M${start} ${middle}H${right.x - 7}` },
    ],
    texts: [
      text("path", [left.x + 12, middle + 4], from, left.width - 20),
      text("label", [(host.right + sandbox.x) / 2, middle - 7], how, 138, "middle"),
      text(sight, [right.x + 12, middle + 4], tag, 80),
      text("path", [right.x + 92, middle + 4], to, right.width - 100),
    ],
  };
}
