import { RegExpParser } from "@eslint-community/regexpp";
import { emitPattern } from "./emit.js";
import { posixMatcher } from "./posix.js";
import { samplesOf } from "./samples.js";

/** An ERE for `builtins.match`, with what it takes beyond the source; or why there is none. */
export type Translation =
  | { readonly pattern: string; readonly wider: readonly string[] }
  | { readonly problem: string };

/**
 * Translates an ECMA pattern, which JSON Schema searches for anywhere in a string, into a POSIX extended regular
 * expression for the whole string. Nix ends evaluation on an expression it cannot compile, and no `tryEval`
 * catches that, so a translation counts only when it judged every sample as the source does.
 */
export function translatePattern(source: string): Translation {
  try {
    const tree = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
      unicode: true,
    });
    const { pattern, wider } = emitPattern(tree);
    const posix = posixMatcher(pattern);
    const original = new RegExp(source, "u");
    const differs = samplesOf(tree).find((sample) => {
      const [want, got] = [original.test(sample), posix(sample)];
      return want !== got && (want || wider.length === 0);
    });
    if (differs !== undefined) return { problem: `its translation differs on ${JSON.stringify(differs)}` };
    return { pattern, wider };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
