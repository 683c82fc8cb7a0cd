import * as fc from "fast-check";

/** A text with some of its characters changed, put in or left out. */
export const bent = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.array(change, { maxLength: 3 })).map(([start, changes]) =>
    changes.reduce((now, { at, without, put }) => {
      const index = Math.floor(at * (now.length + 1));
      return now.slice(0, index) + put + now.slice(index + without);
    }, start),
  );
const oddities = [
  "\0",
  "\t",
  " ",
  "\r",
  "\n",
  "\r\n",
  ":",
  "@",
  "/",
  "\\",
  "%",
  "%2e",
  ".",
  "[",
  "]",
  "#",
  "?",
  ",",
  ";",
  "\x7f",
  "\u00e9",
  "0x",
  "08",
];
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  without: fc.integer({ min: 0, max: 2 }),
  put: fc.oneof(
    fc.constant(""),
    fc.constantFrom(...oddities),
    fc.string({ maxLength: 2, unit: "binary-ascii" }),
  ),
});
