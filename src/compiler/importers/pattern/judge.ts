import { type Steps, TooManySteps } from "./automaton.js";
import { parseEcma } from "./ecma.js";
import { posixMatcher } from "./posix.js";

/** What one text may take to be judged. */
const MAX_STEPS = 1_000_000;
/** A schema has a few patterns and asks after many names. */
const MAX_KNOWN = 500;

/** Whether a pattern takes a text; undefined where that cannot be told in a bounded number of steps. */
export type Judge = (text: string) => boolean | undefined;

const known = new Map<string, Judge>();

/** A schema's own pattern, searched for anywhere in the text. Its syntax has to be right, with the unicode flag or without. */
export const ecmaJudge = (source: string): Judge =>
  remembered(`ecma ${source}`, () => {
    const { test } = parseEither(source);
    return test;
  });

/** A POSIX extended regular expression, for the whole text. */
export const posixJudge = (pattern: string): Judge =>
  remembered(`posix ${pattern}`, () => posixMatcher(pattern));

function parseEither(source: string) {
  try {
    return parseEcma(source);
  } catch (error) {
    if (error instanceof TooManySteps) throw error;
    return parseEcma(source, false);
  }
}

function remembered(key: string, make: () => (text: string, steps: Steps) => boolean): Judge {
  const before = known.get(key);
  if (before !== undefined) return before;
  const judge = bounded(make);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, judge);
  return judge;
}

function bounded(make: () => (text: string, steps: Steps) => boolean): Judge {
  const test = untilTold(make);
  return (text) => (test === undefined ? undefined : untilTold(() => test(text, { left: MAX_STEPS })));
}

/** Undefined for what takes too many steps, or nests too deep for the stack. */
function untilTold<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch (error) {
    if (error instanceof TooManySteps || error instanceof RangeError) return undefined;
    throw error;
  }
}
