import { RegExpParser } from "@eslint-community/regexpp";
import { beforeAll, describe, expect, test } from "vitest";
import { samplesOf } from "../../src/compiler/importers/pattern/samples.js";
import { translatePattern } from "../../src/compiler/importers/pattern/translate.js";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import { quoted } from "../../src/compiler/nix/strings.js";

type Want = { readonly pattern: string; readonly wider?: readonly string[] } | { readonly problem: string };

const bytes = "characters outside ASCII are counted by their bytes";

const table: readonly (readonly [source: string, want: Want])[] = [
  ["", { pattern: ".*.*" }],
  ["a", { pattern: ".*a.*" }],
  ["^a", { pattern: "a.*" }],
  ["a$", { pattern: ".*a" }],
  ["^$", { pattern: "" }],
  ["^a|b$", { pattern: "a.*|.*b" }],
  ["^(a|b)$", { pattern: "(a|b)" }],
  ["(^a$)|(^b$)", { pattern: "a|b" }],
  ["^(?:a|)b$", { pattern: "((a)?)b" }],
  ["^[a-z]+$", { pattern: "[a-z]+" }],
  ["^[\\]a-]+$", { pattern: "[]a-]+" }],
  ["^[\\^a]$", { pattern: "[a^]" }],
  ["^[\\^]$", { pattern: "\\^" }],
  ["^[^\\]]*$", { pattern: "[^]]*" }],
  ["^[[.]$", { pattern: "[.[]" }],
  ["^[\\\\/]$", { pattern: "[/\\]" }],
  ["^\\d{3}-\\d{4}$", { pattern: "[0-9]{3}-[0-9]{4}" }],
  ["^\\w+@\\w+\\.[a-z]{2,}$", { pattern: "[0-9A-Z_a-z]+@[0-9A-Z_a-z]+\\.[a-z]{2,}" }],
  ["^\\W*$", { pattern: "[^0-9A-Z_a-z]*" }],
  [
    "^a\\.b\\*c\\+d\\?e\\(f\\)\\[g\\]\\{h\\}\\|i\\^j\\$k\\\\l$",
    { pattern: "a\\.b\\*c\\+d\\?e\\(f\\)\\[g[]]\\{h[}]\\|i\\^j\\$k\\\\l" },
  ],
  ["^é+$", { pattern: "(é)+" }],
  ["^[aéü]$", { pattern: "([a]|é|ü)" }],
  ["^x.*y$", { pattern: "x[^\n\r]*y" }],
  ["^[^/]+/[^/]+$", { pattern: "[^/]+/[^/]+" }],
  ["^a?b*c+d{2}e{2,}f{2,3}$", { pattern: "a?b*c+d{2}e{2,}f{2,3}" }],
  ["^a+?$", { pattern: "a+" }],
  ["^(?<year>[0-9]{4})$", { pattern: "([0-9]{4})" }],
  ["^\\u0041\\x42\\t$", { pattern: "AB\t" }],
  ["^.$", { pattern: "[^\n\r]{1,4}", wider: [bytes] }],
  ["^.{2,3}$", { pattern: "[^\n\r]{2,12}", wider: [bytes] }],
  ["^[^a]b$", { pattern: "[^a]{1,4}b", wider: [bytes] }],
  ["^(?!foo)[a-z]+$", { pattern: "[a-z]+", wider: ["(?!foo) is not checked"] }],
  ["\\bcat\\b", { pattern: ".*cat.*", wider: ["\\b is not checked"] }],
  ["^[^é]+$", { pattern: ".+", wider: ["characters outside ASCII are not told apart"] }],
  ["^(a)\\1$", { problem: "POSIX has nothing like \\1" }],
  ["^\\p{L}+$", { problem: "POSIX has nothing like \\p{L}" }],
  ["^[\\u0100-\\u2000]$", { problem: "it has a range of characters outside ASCII" }],
  ["a^b", { problem: "POSIX has no ^ inside a pattern" }],
  ["^\\0$", { problem: "Nix strings hold neither NUL nor lone surrogates" }],
  ["^[a-z]{9999}$", { problem: "it repeats too much for Nix's regular expressions" }],
  ["^(", { problem: "Invalid regular expression: /^(/u: Unterminated group" }],
];

const white = "^a\\sb$";
const uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const semver =
  "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$";
const more = [
  white,
  uuid,
  semver,
  "^[!-~]+$",
  "^[^\\x00-\\x1f]*$",
  "^https?://[^\\s]+$",
  "^[-+]?[0-9]+$",
  "^\\[.*\\]$",
  "^\\{\\{.*\\}\\}$",
  "^[A-Za-z][A-Za-z0-9+.-]*:",
  "^(a*)*b$",
  "^[*?\\[\\]]+$",
];

describe("translation", () => {
  test.each(table)("%s", (source, want) => {
    expect(translatePattern(source)).toEqual("problem" in want ? want : { wider: [], ...want });
  });
});

describe("Nix judges samples as the source does", () => {
  const sources = [...table.map(([source]) => source), ...more];
  const translated = sources.flatMap((source) => {
    const result = translatePattern(source);
    if ("problem" in result) return [];
    const tree = new RegExpParser().parsePattern(source, 0, source.length, { unicode: true });
    return [{ source, ...result, samples: samplesOf(tree) }];
  });
  let outcomes: Awaited<ReturnType<typeof evaluateMany>> = {};
  beforeAll(async () => {
    const expressions = translated.map(({ source, pattern, samples }) => [
      source,
      `map (sample: builtins.match ${quoted(pattern)} sample != null) (builtins.fromJSON ${quoted(JSON.stringify(samples))})`,
    ]);
    outcomes = await evaluateMany(Object.fromEntries(expressions));
  });

  test("most of them are translated", () => {
    expect(translated.length).toBeGreaterThan(40);
  });
  test.each(translated)("$source", ({ source, wider, samples }) => {
    const outcome = outcomes[source];
    if (outcome?.ok !== true || !Array.isArray(outcome.value))
      throw new Error(`${source}: ${outcome?.ok === false ? outcome.error.message : "no list"}`);
    const original = new RegExp(source, "u");
    const given = outcome.value;
    const differing = samples.filter((sample, index) => {
      const want = original.test(sample);
      return given[index] !== want && (want || wider.length === 0);
    });
    expect(differing).toEqual([]);
    expect(samples.some((sample) => original.test(sample))).toBe(true);
  });
});
