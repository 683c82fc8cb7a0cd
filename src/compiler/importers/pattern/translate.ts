import { type EcmaPattern, parseEcma } from "./ecma.js";
import { emitPattern } from "./emit.js";
import { posixMatcher } from "./posix.js";
import { samplesOf } from "./samples.js";

/** An ERE for `builtins.match`, with what it takes beyond the source; or why there is none. */
export type Translation =
  | { readonly pattern: string; readonly wider: readonly string[] }
  | { readonly problem: string };

/** What the samples of one pattern may take together: some tenths of a second, where a usual pattern takes hundredths. */
const MAX_STEPS = 10_000_000;

/**
 * Translates an ECMA pattern, which JSON Schema searches for anywhere in a string, into a POSIX extended regular
 * expression for the whole string. Nix ends evaluation on an expression it cannot compile, and no `tryEval`
 * catches that, so a translation counts only when it judged every sample as the source does.
 */
export function translatePattern(source: string): Translation {
  try {
    return translated(parseEcma(source));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function translated({ tree, test }: EcmaPattern): Translation {
  const { pattern, wider } = emitPattern(tree);
  const posix = posixMatcher(pattern);
  const steps = { left: MAX_STEPS };
  const differs = samplesOf(tree).find((sample) => {
    const [want, got] = [test(sample, steps), posix(sample, steps)];
    return want !== got && (want || wider.length === 0);
  });
  if (differs !== undefined) return { problem: `its translation differs on ${JSON.stringify(differs)}` };
  return { pattern, wider };
}
