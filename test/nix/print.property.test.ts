import fc from "fast-check";
import { describe, test } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";
import { size } from "../support/long.js";
import { exact, exactInNix } from "./exact.js";

const seed = 20_260_414;
const numRuns = size({ part: 3000, whole: 100_000 });

/** What means something to Nix, to JSON or to a terminal. NUL and lone surrogates are refused, see print.test.ts. */
const hostile = fc.constantFrom(
  ...[
    "$",
    "{",
    "}",
    "${",
    "$${",
    "\\${",
    "''${",
    "'",
    "''",
    "'''",
    "''\\",
    '"',
    "\\",
    "\\n",
    "#",
    "/*",
    "*/",
    ";",
    "=",
  ],
  ...[
    '"; builtins.abort "',
    "${builtins.abort 1}",
    "''; x = ''",
    "\n",
    "\r",
    "\t",
    "  ",
    "\u001b[31m",
    "\u007f",
    "\u0085",
  ],
  ...["\u2028", "\u202e", "\ufeff", "\u{1f600}", "\uffff", "a", "b", "0", "-", "."],
);
const string = fc
  .oneof(fc.string({ unit: hostile }), fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }))
  .map((text) => text.replaceAll("\0", ""));
const name = fc.oneof(
  string,
  fc.constantFrom(
    "outPath",
    "__toString",
    "__functor",
    "type",
    "__proto__",
    "or",
    "if",
    "rec",
    "",
    "a-b'",
    "1",
  ),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    0,
    -0,
    5e-324,
    -2.2e-308,
    2.2250738585072014e-308,
    1e308,
    0.1,
    1e21,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
  ),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(string, number, fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 6 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;
const indent = fc.nat(12);

/** Which of the printed expressions Nix reads as the values they were printed from; one process for all. */
async function readAlike(
  pairs: readonly { readonly printed: string; readonly value: Json }[],
): Promise<readonly boolean[]> {
  const items = pairs.map(({ printed }) => `(${printed})`);
  const read = await evaluateNix(`map (${exactInNix}) [\n${items.join("\n")}\n]`);
  const values = Array.isArray(read) ? read : [];
  return pairs.map(({ value }, index) => JSON.stringify(values[index]) === JSON.stringify(exact(value)));
}

/** Asks about all samples at once; only if one fails is each asked alone, for the smallest that does. */
async function holds<Sample>(
  arbitrary: fc.Arbitrary<Sample>,
  print: (sample: Sample) => { readonly printed: string; readonly value: Json },
): Promise<void> {
  const samples = fc.sample(arbitrary, { seed, numRuns });
  const alike = await readAlike(samples.map(print)).catch(() => [false]);
  if (alike.length === numRuns && alike.every(Boolean)) return;
  const alone = fc.asyncProperty(arbitrary, async (sample) => (await readAlike([print(sample)]))[0] === true);
  await fc.assert(alone, { seed, numRuns });
  throw new Error("the samples fail together, but none of them alone");
}

describe(`what is printed, Nix reads as it was (${numRuns} samples each)`, () => {
  test("any JSON value", async () => {
    await holds(fc.tuple(json, indent), ([value, indent]) => ({
      printed: printNix(fromJson(value), { indent }),
      value,
    }));
  });

  test("any string in the indented form", async () => {
    const lines = fc.array(fc.oneof(string, fc.string({ unit: hostile }))).map((all) => all.join("\n"));
    await holds(fc.tuple(lines, indent), ([value, indent]) => ({
      printed: printNix({ kind: "text", value }, { indent }),
      value,
    }));
  });
});
