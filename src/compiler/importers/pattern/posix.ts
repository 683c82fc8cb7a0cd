import { RegExpParser } from "@eslint-community/regexpp";
import { Automaton, type Steps } from "./automaton.js";

/**
 * What `builtins.match` says of a POSIX extended regular expression: a match of the whole string, byte by byte.
 * An interpreter of its own, so that it can contradict the translation.
 *
 * @throws TooManySteps
 */
export function posixMatcher(pattern: string): (text: string, steps: Steps) => boolean {
  const source = toEcma(bytesOf(pattern));
  const { alternatives } = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {});
  const automaton = new Automaton(alternatives, "s");
  return (text, steps) => automaton.matches(bytesOf(text).split(""), steps);
}

/** The UTF-8 bytes of a text, each as one character. */
const bytesOf = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** The same expression in ECMA's syntax, which differs in brackets alone. */
function toEcma(pattern: string): string {
  return pattern.replaceAll(/\\.|\[\^?\]?[^\]]*\]/gs, (token) =>
    token.startsWith("\\") ? token : classOf(token),
  );
}

function classOf(bracket: string): string {
  const negation = bracket.startsWith("[^") ? "^" : "";
  const body = bracket.slice(1 + negation.length, -1);
  return `[${negation}${body.replaceAll(/[\\[\]^]|-$/g, "\\$&")}]`;
}
