import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { parseEcma } from "../../src/compiler/importers/pattern/ecma.js";
import { ecmaJudge, posixJudge } from "../../src/compiler/importers/pattern/judge.js";
import { translatePattern } from "../../src/compiler/importers/pattern/translate.js";
import { size } from "../support/long.js";

// What a pattern costs is counted in steps, so that no test knows the time: an import that hangs is ended by the runner.

/** Patterns that take engines which backtrack exponential time, and what they are translated to. */
const hostile: readonly (readonly [source: string, pattern: string])[] = [
  ["^(?:a?){30}a{30}$", "(a?){30}a{30}"],
  ["^(([a-z]+)*)*$", "(([a-z]+)*)*"],
  ["^(a|a)*b$", "(a|a)*b"],
  ["^(a|b|ab)*c$", "(a|b|ab)*c"],
  ["^(\\w+\\s?)*$", ""],
  ["^(x+x+)+y$", "(x+x+)+y"],
  ["(.*)*(.*)*(.*)*=", ""],
];

describe("patterns that engines choke on", () => {
  test.each(hostile)("%s is translated, or given up by name", (source, pattern) => {
    const { losses, type } = importJsonSchema(JSON.stringify({ type: "string", pattern: source }));
    const kept = type.kind === "str" ? (type.pattern ?? "") : "";
    const given = losses.some(({ reason }) => reason.includes("is not checked"));
    expect({ kept: kept === "" || kept === pattern || pattern === "", told: kept !== "" || given }).toEqual({
      kept: true,
      told: true,
    });
  });

  test("as the name of keys too", () => {
    const name = `${"a".repeat(60)}!`;
    const { losses } = importJsonSchema(
      JSON.stringify({
        properties: { [name]: { type: "string" } },
        patternProperties: { "^(?:a?){60}a{60}$": { type: "integer" }, "^(a+)+$": { minLength: 3 } },
        additionalProperties: false,
      }),
    );
    expect(losses.length).toBeGreaterThan(0);
  });

  test("as what an enumeration is cut by", () => {
    const { type } = importJsonSchema(
      JSON.stringify({ allOf: [{ pattern: "^(a+)+$" }, { enum: [`${"a".repeat(60)}!`, "aaa"] }] }),
    );
    expect(type).toEqual({ kind: "enum", values: ["aaa"] });
  });

  test("a pattern that is too large to judge is given up, and named", () => {
    const source = "^((((a{0,90}){0,90}){0,90}){0,90})$";
    expect(translatePattern(source)).toEqual({
      problem: "it repeats too much for Nix's regular expressions",
    });
    expect(ecmaJudge(source)("a")).toBeUndefined();
    const { losses } = importJsonSchema(
      JSON.stringify({ properties: { a: { type: "string" } }, patternProperties: { [source]: false } }),
    );
    expect(losses.map(({ reason }) => reason)).toContain(
      `the pattern ${JSON.stringify(source)} is not checked: judging it takes too many steps`,
    );
  });
});

test("twice the text takes twice the steps, whatever the pattern", () => {
  for (const [source] of hostile) {
    const { test: takes } = parseEcma(source);
    const spent = (length: number): number => {
      const steps = { left: Number.MAX_SAFE_INTEGER };
      takes(`${"a".repeat(length)}!`, steps);
      return Number.MAX_SAFE_INTEGER - steps.left;
    };
    expect({ source, linear: spent(2000) <= 2.5 * spent(1000) + 5000 }).toEqual({ source, linear: true });
  }
});

/** Patterns of everything that the automaton reads, small enough for the engine that backtracks. */
const atoms = [
  "a",
  "b",
  ".",
  "[ab]",
  "[^a]",
  "\\d",
  "\\w",
  "\\s",
  "é",
  "(?:)",
  "\\b",
  "(?=a)",
  "(?!b)",
  "(?<=a)",
  "(?<!b)",
  "^",
  "$",
];
const patterns: fc.Arbitrary<string> = fc.letrec<{ all: string; sequence: string; one: string }>((tie) => ({
  all: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("|")),
  sequence: fc.array(tie("one"), { maxLength: 3 }).map((parts) => parts.join("")),
  one: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...atoms),
    fc
      .tuple(tie("all"), fc.constantFrom("", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?"))
      .map(([inner, suffix]) => `(${inner})${suffix}`),
  ),
})).all;
const texts = fc
  .array(fc.constantFrom("a", "b", "é", "1", " ", "\n", "😀"), { maxLength: 6 })
  .map((all) => all.join(""));

test("the automaton judges as the engine does", () => {
  fc.assert(
    fc.property(patterns, fc.array(texts, { minLength: 5, maxLength: 10 }), (source, given) => {
      const regex = new RegExp(source, "u");
      const { test: takes } = parseEcma(source);
      for (const text of given)
        expect([source, text, takes(text, { left: 1e6 })]).toEqual([source, text, regex.test(text)]);
    }),
    { numRuns: size({ part: 2000, whole: 50_000 }) },
  );
});

test("a POSIX expression takes whole texts, byte by byte", () => {
  expect(["é", "ab", "a\nb", "x"].map(posixJudge("..|a.b"))).toEqual([true, true, true, false]);
  expect(["]", "a", "b", "^"].map(posixJudge("[]a^]"))).toEqual([true, true, false, true]);
});
