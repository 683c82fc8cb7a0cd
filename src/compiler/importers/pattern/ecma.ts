import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { Automaton, type Steps } from "./automaton.js";

/** An ECMA pattern, which JSON Schema searches for anywhere in a string. */
export interface EcmaPattern {
  readonly tree: AST.Pattern;
  /** @throws TooManySteps */
  readonly test: (text: string, steps: Steps) => boolean;
}

/** @throws RegExpSyntaxError; its `test` throws for what no automaton of a fair size stands for */
export function parseEcma(source: string, unicode = true): EcmaPattern {
  const tree = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode });
  let automaton: Automaton | undefined;
  return {
    tree,
    test: (text, steps) => {
      automaton ??= new Automaton(tree.alternatives, unicode ? "u" : "");
      return automaton.searches(unicode ? [...text] : text.split(""), steps);
    },
  };
}
