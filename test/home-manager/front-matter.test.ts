import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany, evaluateNix, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";
import { packageRoot } from "../../src/root.js";

/** The emitted reader, as a Nix function from a text. */
async function reader(): Promise<string> {
  const library = await findLibrary();
  const file = join(packageRoot, "modules/home-manager/shared/agents/front-matter");
  return `(text: import ${file} {lib = import ${library.path};} {option = "coding.agents.pi.agentsInput"; file = "AGENT.md"; inherit text;})`;
}
const literal = (value: Json): string => `(${printNix(fromJson(value))})`;

type Accepted = readonly [name: string, { readonly given: string; readonly want: Json }];
const accepted: readonly Accepted[] = [
  ["nothing", { given: "", want: {} }],
  ["a plain scalar", { given: "name: chief of staff", want: { name: "chief of staff" } }],
  ["null, in its forms", { given: "a:\nb: ~\nc: null", want: { a: null, b: null, c: null } }],
  ["booleans", { given: "a: true\nb: False", want: { a: true, b: false } }],
  ["what YAML 1.1 alone takes for a boolean", { given: "a: yes\nb: off", want: { a: "yes", b: "off" } }],
  ["numbers", { given: "a: 40\nb: -1\nc: 1.5", want: { a: 40, b: -1, c: 1.5 } }],
  [
    "what only looks like a number",
    { given: "a: 1.2.3\nb: 3 of 4\nc: 1e", want: { a: "1.2.3", b: "3 of 4", c: "1e" } },
  ],
  [
    "a colon that ends no word",
    { given: "url: http://localhost:8080/x", want: { url: "http://localhost:8080/x" } },
  ],
  ["a comment", { given: "# one\na: b # two\n  # three\nc: d#e", want: { a: "b", c: "d#e" } }],
  ["a comment after a key", { given: "a: # why\n  b: c", want: { a: { b: "c" } } }],
  [
    "double quotes",
    { given: String.raw`a: "q\"\\\/\n\tA\u20ac: # ' {" # c`, want: { a: "q\"\\/\n\tA€: # ' {" } },
  ],
  ["single quotes", { given: "a: 'it''s: \"x\" \\n # y'", want: { a: 'it\'s: "x" \\n # y' } }],
  ["a quoted key", { given: `"*": ask\n'rm -rf *' : deny`, want: { "*": "ask", "rm -rf *": "deny" } }],
  ["a key that would be a value", { given: "true: a\n1: b", want: { true: "a", 1: "b" } }],
  [
    "mappings in mappings",
    {
      given: "p:\n  bash:\n    git *: allow\n  edit: deny\nq: r",
      want: { p: { bash: { "git *": "allow" }, edit: "deny" }, q: "r" },
    },
  ],
  [
    "a list",
    {
      given: "tools:\n  - bash\n  - 'a, b'\n  -\n\n  - 3\nx: y",
      want: { tools: ["bash", "a, b", null, 3], x: "y" },
    },
  ],
  [
    "a list as deep as its key",
    { given: "tools:\n- bash\n- read # r\nx: y", want: { tools: ["bash", "read"], x: "y" } },
  ],
  [
    "a flow list",
    {
      given: `t: [bash, "a, ]", 'it''s', 3, [x], {k: v}, ] # c ] d`,
      want: { t: ["bash", "a, ]", "it's", 3, ["x"], { k: "v" }] },
    },
  ],
  [
    "a flow mapping",
    {
      given: `p: {bash: ask, edit: {"*": allow, "/run/**" : deny}, e: , u: http://x}`,
      want: { p: { bash: "ask", edit: { "*": "allow", "/run/**": "deny" }, e: null, u: "http://x" } },
    },
  ],
  ["empty flow", { given: "a: []\nb: {}\nc: [ ]", want: { a: [], b: {}, c: [] } }],
  [
    "a literal block",
    {
      given: "a: |\n  one\n    two # no comment\n\n  three\n\nb: c",
      want: { a: "one\n  two # no comment\n\nthree\n", b: "c" },
    },
  ],
  [
    "a folded block",
    {
      given: "a: >\n  one\n  two\n\n  three\n    deep\n  four\nb: c",
      want: { a: "one two\nthree\n  deep\nfour\n", b: "c" },
    },
  ],
  ["chomping", { given: "a: |-\n  x\n\nb: |+\n  y\n\nc: >-\n  z", want: { a: "x", b: "y\n\n", c: "z" } }],
  [
    "a block that looks like YAML",
    { given: 'a: |\n  - b: [\n  "c\nd: e', want: { a: '- b: [\n"c\n', d: "e" } },
  ],
  ["an empty block", { given: "a: |\nb: c", want: { a: "", b: "c" } }],
  [
    "what other languages would expand",
    { given: "a: ${HOME} $(id) ''${x} `y`", want: { a: "${HOME} $(id) ''${x} `y`" } },
  ],
];

type Refused = readonly [name: string, { readonly given: string; readonly want: string }];
const at = (line: number, message: string): string =>
  `coding.agents.pi.agentsInput: AGENT.md:${line}: ${message}`;
const refused: readonly Refused[] = [
  ["a tab as indentation", { given: "a:\n\tb: c", want: at(3, "a tab cannot indent; use spaces") }],
  ["a key twice", { given: "a: b\nc: d\na: e", want: at(4, "`a` is there already") }],
  ["a key twice in a flow", { given: "x: {a: b, a: c}", want: at(2, "`a` is there already") }],
  [
    "a line without a colon",
    { given: "a: b\njust text", want: at(3, "`just text` is neither `key: value` nor a list item") },
  ],
  [
    "a value on the next line",
    {
      given: "a: one\n  two",
      want: at(3, "is indented deeper than its key; a value over several lines needs | or >"),
    },
  ],
  [
    "a list item that goes on",
    {
      given: "a:\n  - one\n    two",
      want: at(4, "is indented deeper than its list item; a list here holds values of one line"),
    },
  ],
  [
    "a mapping in a list",
    { given: "a:\n  - b: c", want: at(3, "`b: c` has a colon or a comment in it; put it in quotes") },
  ],
  [
    "a list in a list",
    {
      given: "a:\n  - - b",
      want: at(3, "`- b` begins with a character that YAML keeps for itself; put it in quotes"),
    },
  ],
  ["a list item among keys", { given: "a: b\n- c", want: at(3, "a list item stands among keys") }],
  ["a list at the top", { given: "- a", want: at(2, "a list item stands among keys") }],
  [
    "less indentation than the mapping had",
    {
      given: "a:\n    b: c\n  d: e",
      want: at(4, "is indented deeper than its key; a value over several lines needs | or >"),
    },
  ],
  [
    "an indented start",
    {
      given: "  a: b\nc: d",
      want: at(2, "is indented deeper than its key; a value over several lines needs | or >"),
    },
  ],
  [
    "an alias",
    {
      given: "a: *b",
      want: at(2, "`*b` begins with a character that YAML keeps for itself; put it in quotes"),
    },
  ],
  [
    "an anchor",
    {
      given: "a: &b c",
      want: at(2, "`&b c` begins with a character that YAML keeps for itself; put it in quotes"),
    },
  ],
  [
    "a tag",
    {
      given: "a: !!str b",
      want: at(2, "`!!str b` begins with a character that YAML keeps for itself; put it in quotes"),
    },
  ],
  [
    "a star as a key",
    {
      given: "*: ask",
      want: at(2, "`*` begins with a character that YAML keeps for itself; put it in quotes"),
    },
  ],
  ["a complex key", { given: "? a\n: b", want: at(2, "`? a` is neither `key: value` nor a list item") }],
  [
    "a colon in a value",
    { given: "a: b: c", want: at(2, "`b: c` has a colon or a comment in it; put it in quotes") },
  ],
  ["a quote left open", { given: 'a: "b', want: at(2, '`"b` has no closing quote, or goes on after it') }],
  [
    "text after a quote",
    { given: "a: 'b' c", want: at(2, "`'b' c` has no closing quote, or goes on after it") },
  ],
  ...["007", "0x1f", "+1", ".5", ".inf", "99999999999999999999"].map(
    (given): Refused => [
      `the number ${given}`,
      {
        given: `a: ${given}`,
        want: at(
          2,
          `\`${given}\` is a number in a form that is not read here; write it in digits, or in quotes if it is text`,
        ),
      },
    ],
  ),
  [
    "an escape of YAML's own",
    {
      given: String.raw`a: "\x41"`,
      want: at(2, String.raw`"\x41" has an escape that is not read here; write the character itself`),
    },
  ],
  [
    "half a surrogate pair",
    {
      given: String.raw`a: "\ud83d"`,
      want: at(2, String.raw`"\ud83d" has an escape that is not read here; write the character itself`),
    },
  ],
  [
    "NUL",
    {
      given: String.raw`a: "\u0000"`,
      want: at(2, String.raw`"\u0000" has an escape that is not read here; write the character itself`),
    },
  ],
  ["a flow list left open", { given: "a: [b,\n  c]", want: at(2, "`[b,` is not closed on its line") }],
  ["a flow mapping left open", { given: "a: {b: c", want: at(2, "`{b: c` is not closed on its line") }],
  [
    "a flow list without a comma",
    { given: `a: ["b" "c"]`, want: at(2, '`["b" "c"]` lacks a comma before `"c"`') },
  ],
  [
    "a flow mapping without a value",
    { given: "a: {b, c: d}", want: at(2, "`{b, c: d}` has `b` without a value") },
  ],
  ["text after a flow", { given: "a: [b] c", want: at(2, "`[b] c` goes on after its last bracket") }],
  [
    "an indentation indicator",
    {
      given: "a: |2\n  b",
      want: at(2, "`|2` is not read here; a block begins with | or >, with - or + at most"),
    },
  ],
  [
    "a block that falls back",
    { given: "a: |\n    b\n  c", want: at(4, "is indented less than the first line of its block") },
  ],
];

let results: Record<string, Outcome>;
beforeAll(async () => {
  const read = await reader();
  const front = ([name, { given }]: Accepted | Refused): [string, string] => [
    name,
    `(${read} ${literal(`---\n${given}\n---\nbody\n`)}).attributes`,
  ];
  results = await evaluateMany({
    ...Object.fromEntries([...accepted, ...refused].map(front)),
    body: `(${read} ${literal("\ufeff---\r\na: b\r\n---\r\n# T\r\n\r\n---\r\nmore\r\n")}).body`,
    none: `(${read} "# No front matter").attributes`,
    open: `(${read} "---\\na: b\\n").attributes`,
  });
});

describe("front matter is read", () => {
  it.each(accepted)("%s", (name, { given, want }) => {
    expect(results[name]).toEqual({ ok: true, value: want });
    expect(parse(given) ?? {}).toEqual(want);
  });

  it("up to the second fence, whatever the line ends", () => {
    expect(results.body).toEqual({ ok: true, value: "# T\n\n---\nmore\n" });
  });
});

describe("front matter is refused", () => {
  it.each(refused)("%s", (name, { want }) => {
    expect(results[name]).toMatchObject({ ok: false, error: { message: expect.stringContaining(want) } });
  });

  it.each([
    ["none", at(1, 'the file has no front matter; begin it with a line "---"')],
    ["open", at(1, 'the front matter has no end; close it with a line "---"')],
  ])("%s", (name, want) => {
    expect(results[name]).toMatchObject({ ok: false, error: { message: expect.stringContaining(want) } });
  });
});

describe("any front matter that a YAML writer writes", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
    fc.constantFrom(
      "a: b",
      "x # y",
      "yes",
      "- a",
      "1.50",
      "multi\nline\n\n",
      "[a]",
      "${x}",
      "git push*: ask",
    ),
  );
  const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const { document } = fc.letrec((tie) => ({
    document: fc.dictionary(
      text.filter((key) => key !== ""),
      fc.oneof({ depthSize: "small" }, scalar, fc.array(scalar, { maxLength: 4 }), tie("document")),
      { minKeys: 1, maxKeys: 4, noNullPrototype: true },
    ),
  }));
  const styles = [
    { lineWidth: 0 },
    { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE" },
    { lineWidth: 0, defaultStringType: "QUOTE_SINGLE" },
    { lineWidth: 0, defaultStringType: "BLOCK_FOLDED", defaultKeyType: "QUOTE_DOUBLE" },
  ] as const;

  it("comes out as the same value, or is refused, never as another", async () => {
    const documents = fc
      .sample(fc.tuple(document, fc.constantFrom(...styles)), { numRuns: 400, seed: 20 })
      .map(([value, style]) => stringify(value, style))
      .filter((yaml) => !yaml.includes("\\0") && !yaml.includes("\0"));
    const values = documents.map((yaml) => `(read ${literal(`---\n${yaml}---\n`)}).attributes`);
    const outcomes = await evaluateNix(`let
      read = ${await reader()};
      try = value: let forced = builtins.tryEval (builtins.deepSeq value value); in [forced.success forced.value];
    in map try [${values.map((value) => `(${value})`).join(" ")}]`);
    if (!Array.isArray(outcomes)) throw new Error("the reader gave no list");
    const read = documents.flatMap((yaml, index) => {
      const [success, value] = outcomes[index] as readonly [boolean, Json];
      return success ? [{ yaml, value }] : [];
    });
    for (const { yaml, value } of read) expect(value, yaml).toEqual(parse(yaml));
    expect(read.length).toBeGreaterThan(documents.length / 2);
  });
});
