import { describe, expect, test } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import type { NixBinding, NixExpression } from "../../src/compiler/nix/expression.js";
import { fromJson, NixPrintError, printNix, printPath } from "../../src/compiler/nix/print.js";

const string = (value: string): NixExpression => ({ kind: "string", value });
const text = (value: string): NixExpression => ({ kind: "text", value });
const select = (...path: string[]): NixExpression => ({ kind: "select", path });
const list = (...items: NixExpression[]): NixExpression => ({ kind: "list", items });
const attrs = (...entries: NixBinding[]): NixExpression => ({ kind: "attrs", entries });
const bind = (path: string, value: NixExpression): NixBinding => ({ path: path.split("/"), value });
const apply = (callee: NixExpression, ...args: NixExpression[]): NixExpression => ({
  kind: "apply",
  callee,
  args,
});
const raw = (source: string): NixExpression => ({ kind: "raw", source });
const lines = (...all: string[]): string => all.join("\n");

describe("literals", () => {
  test.each<[string, { given: NixExpression; want: string }]>([
    ["null", { given: { kind: "null" }, want: "null" }],
    ["a truth value", { given: { kind: "bool", value: true }, want: "true" }],
    ["an integer", { given: { kind: "int", value: 42 }, want: "42" }],
    ["the greatest integer", { given: { kind: "int", value: 2n ** 63n - 1n }, want: "9223372036854775807" }],
    ["the least integer", { given: { kind: "int", value: -(2n ** 63n) }, want: "-9223372036854775807 - 1" }],
    ["a float", { given: { kind: "float", value: 0.1 }, want: "0.1" }],
    ["a whole float", { given: { kind: "float", value: 1 }, want: "1.0" }],
    ["a float with exponent", { given: { kind: "float", value: 1e308 }, want: "1.0e+308" }],
    ["a small float", { given: { kind: "float", value: -1.5e-7 }, want: "-1.5e-7" }],
    ["the smallest float", { given: { kind: "float", value: 5e-324 }, want: 'builtins.fromJSON "5.0e-324"' }],
    ["minus zero", { given: { kind: "float", value: -0 }, want: 'builtins.fromJSON "-0.0"' }],
    ["a quote and a backslash", { given: string('a"\\b'), want: '"a\\"\\\\b"' }],
    ["white space", { given: string("a\n\r\tb"), want: '"a\\n\\r\\tb"' }],
    ["an interpolation", { given: string("${a} $${b} $c $$"), want: '"\\${a} $\\${b} $c $$"' }],
    ["text beyond ASCII", { given: string("ü 😀 é"), want: '"ü 😀 é"' }],
    [
      "hidden characters",
      {
        given: string("a\u001b[0m\u202e\u007f"),
        want: 'builtins.fromJSON "\\"a\\\\u001b[0m\\\\u202e\\\\u007f\\""',
      },
    ],
    ["a reference", { given: select("lib", "types", "a b", "or"), want: 'lib.types."a b"."or"' }],
    ["source of our own", { given: raw("lib.getExe pkgs.jq"), want: "lib.getExe pkgs.jq" }],
  ])("%s", (_, { given, want }) => {
    expect(printNix(given)).toBe(want);
  });
});

describe("indented strings", () => {
  test.each([
    ["prose", { given: "One.\n\n  Two.\n", want: lines("''", "  One.", "", "    Two.", "''") }],
    ["without a last newline", { given: "One.\nTwo.", want: lines("''", "  One.", "  Two.''") }],
    ["an interpolation", { given: "a ${b}\n$${c}\n", want: lines("''", "  a ''${b}", "  $''${c}", "''") }],
    ["two quotes", { given: "a '' b\n", want: lines("''", "  a ''' b", "''") }],
    ["tabs", { given: "a\n\tb\n", want: lines("''", "  a", "  \tb", "''") }],
    ["a single line is quoted", { given: "One.", want: '"One."' }],
    ["white space before every line is quoted", { given: "  a\n  b\n", want: '"  a\\n  b\\n"' }],
    ["a blank line that is not empty is quoted", { given: "a\n  \nb\n", want: '"a\\n  \\nb\\n"' }],
    ["a quote before an interpolation is quoted", { given: "a\n'${b}'\n", want: "\"a\\n'\\${b}'\\n\"" }],
    ["quotes in a row", { given: "a ''' b\n\n", want: lines("''", "  a '''' b", "", "''") }],
    ["a quote at the end is quoted", { given: "a\nb'", want: '"a\\nb\'"' }],
    ["a dollar at the end is quoted", { given: "a\nb$", want: '"a\\nb$"' }],
    ["a carriage return is quoted", { given: "a\r\nb\n", want: '"a\\r\\nb\\n"' }],
    ["nothing but newlines is quoted", { given: "\n\n", want: '"\\n\\n"' }],
  ])("%s", (_, { given, want }) => {
    expect(printNix(text(given))).toBe(want);
  });
});

describe("attribute names", () => {
  test.each([
    ["identifiers stay bare", { given: ["a", "_b", "c-d'", "E9"], want: "a._b.c-d'.E9" }],
    ["others are quoted", { given: ["", "1a", "a.b", "-x", "ü"], want: '""."1a"."a.b"."-x"."ü"' }],
    ["keywords are quoted", { given: ["if", "or", "inherit", "null"], want: '"if"."or"."inherit".null' }],
    ["interpolations are data", { given: ["${x}", '"; x = "'], want: '"\\${x}"."\\"; x = \\""' }],
    [
      "hidden characters are spelt out",
      { given: ["a\u0007"], want: '${builtins.fromJSON "\\"a\\\\u0007\\""}' },
    ],
  ])("%s", (_, { given, want }) => {
    expect(printPath(given)).toBe(want);
  });
});

describe("layout", () => {
  const word = "w".repeat(30);
  const option = attrs(bind("type", select("types", "str")), bind("default", string("x")));
  test.each<[string, { given: NixExpression; want: string }]>([
    ["empty brackets", { given: list(list(), attrs()), want: "[[] {}]" }],
    [
      "a short list stays on its line",
      { given: fromJson(["a", -1, 1.5, null]), want: '["a" (-1) 1.5 null]' },
    ],
    [
      "a long list has a line for each item",
      { given: fromJson([word, word, word, word]), want: lines("[", ...Array(4).fill(`  "${word}"`), "]") },
    ],
    ["a set of one in a list", { given: fromJson([{ a: 1 }]), want: "[{a = 1;}]" }],
    [
      "a set that is a value",
      { given: fromJson({ a: { b: {} } }), want: lines("{", "  a = {", "    b = {};", "  };", "}") },
    ],
    ["nested names", { given: attrs(bind("a/b c/d", list())), want: lines("{", '  a."b c".d = [];', "}") }],
    [
      "a call",
      { given: apply(select("f"), apply(select("g"), select("x")), fromJson(-1)), want: "f (g x) (-1)" },
    ],
    ["a call without arguments", { given: list(apply(select("f"))), want: "[f]" }],
    [
      "the last argument breaks",
      {
        given: attrs(bind("a", apply(select("mkOption"), option))),
        want: lines("{", "  a = mkOption {", "    type = types.str;", '    default = "x";', "  };", "}"),
      },
    ],
    [
      "the last argument of the last argument breaks",
      {
        given: attrs(bind("a", apply(select("f"), apply(select("g"), option)))),
        want: lines("{", "  a = f (g {", "    type = types.str;", '    default = "x";', "  });", "}"),
      },
    ],
    [
      "an argument before the last breaks",
      {
        given: attrs(bind("a", apply(select("f"), option, select("x")))),
        want: lines(
          "{",
          "  a =",
          "    f {",
          "      type = types.str;",
          '      default = "x";',
          "    }",
          "    x;",
          "}",
        ),
      },
    ],
    [
      "an indented string as an argument",
      {
        given: attrs(bind("a", apply(select("f"), text("b\nc\n")))),
        want: lines("{", "  a = f ''", "    b", "    c", "  '';", "}"),
      },
    ],
    [
      "source of several lines moves to its place",
      {
        given: attrs(bind("a", raw("x: {\n\n  b = x;\n}"))),
        want: lines("{", "  a = x: {", "", "    b = x;", "  };", "}"),
      },
    ],
    [
      "entries that span lines are set apart on request",
      {
        given: {
          kind: "attrs",
          spaced: true,
          entries: [bind("a", list()), bind("b", list()), bind("c", option)],
        },
        want: lines(
          "{",
          "  a = [];",
          "  b = [];",
          "",
          "  c = {",
          "    type = types.str;",
          '    default = "x";',
          "  };",
          "}",
        ),
      },
    ],
  ])("%s", (_, { given, want }) => {
    expect(printNix(given)).toBe(want);
  });

  test("lines after the first are indented to where the text goes", () => {
    expect(printNix(attrs(bind("a", text("b\nc\n"))), { indent: 4 })).toBe(
      lines("{", "      a = ''", "        b", "        c", "      '';", "    }"),
    );
  });

  test("an indentation beyond the width still prints", () => {
    const printed = printNix(fromJson({ a: [], b: ["x"] }), { indent: 200 });
    expect(printed.replaceAll(/\n +/g, " ")).toBe('{ a = []; b = [ "x" ]; }');
  });
});

describe("JSON", () => {
  test("keys are in code point order", () => {
    const given: Json = { "\u{1F600}": 1, "\uFF21": 2, b: 3, B: 4, a: 5 };
    expect(printNix(fromJson(given)).match(/\d/g)).toEqual(["4", "5", "3", "2", "1"]);
  });

  test.each<[string, { given: number; want: string }]>([
    ["whole numbers are integers", { given: 1e3, want: "1000" }],
    ["up to 64 bit", { given: -(2 ** 63), want: "-9223372036854775807 - 1" }],
    ["and floats beyond", { given: 2 ** 63, want: "9223372036854776000.0" }],
    ["minus zero is not zero", { given: -0, want: 'builtins.fromJSON "-0.0"' }],
  ])("%s", (_, { given, want }) => {
    expect(printNix(fromJson(given))).toBe(want);
  });
});

describe("refusals carry the path", () => {
  const deep = (levels: number): Json => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  const integer = (value: number | bigint): NixExpression => attrs(bind("a/b", list({ kind: "int", value })));
  const float = (value: number): NixExpression => attrs(bind("a", { kind: "float", value }));
  test.each<[string, { given: () => NixExpression; want: string }]>([
    [
      "NUL in a string",
      {
        given: () => fromJson({ a: [{ "b c": "x\0" }] }),
        want: 'a[0]."b c": a Nix string cannot hold the character NUL',
      },
    ],
    [
      "NUL in a name",
      {
        given: () => fromJson({ a: { "b\0": 1 } }),
        want: 'a."b\\u0000": a Nix string cannot hold the character NUL',
      },
    ],
    [
      "NUL in a text",
      { given: () => text("a\n\0"), want: "the value: a Nix string cannot hold the character NUL" },
    ],
    [
      "half a surrogate pair",
      {
        given: () => fromJson(["\ud83d"]),
        want: "[0]: the string holds half of a surrogate pair, which is no Unicode text",
      },
    ],
    [
      "an integer past 64 bit",
      { given: () => integer(2n ** 63n), want: "a.b[0]: 9223372036854775808 is no Nix integer" },
    ],
    [
      "an integer below 64 bit",
      { given: () => integer(-(2n ** 63n) - 1n), want: "a.b[0]: -9223372036854775809 is no Nix integer" },
    ],
    ["a fraction as integer", { given: () => integer(1.5), want: "a.b[0]: 1.5 is no Nix integer" }],
    ["a number that is none", { given: () => float(Number.NaN), want: "a: NaN is no Nix float" }],
    [
      "an endless number",
      { given: () => fromJson([Number.NEGATIVE_INFINITY]), want: "[0]: -Infinity is no Nix float" },
    ],
    [
      "a reference that starts with a keyword",
      { given: () => select("with", "x"), want: 'the value: "with" cannot start a reference' },
    ],
    ["an empty reference", { given: () => select(), want: 'the value: "" cannot start a reference' }],
    [
      "a binding without name",
      { given: () => attrs({ path: [], value: list() }), want: "the value: an attribute without a name" },
    ],
    ["deep JSON", { given: () => fromJson(deep(100_000)), want: `${"[0]".repeat(20)}…: nested too deeply` }],
    [
      "deep expressions",
      {
        given: () =>
          Array.from({ length: 100_000 }).reduce<NixExpression>((inner) => apply(select("f"), inner), list()),
        want: "the value: nested too deeply",
      },
    ],
  ])("%s", (_, { given, want }) => {
    expect(() => printNix(given())).toThrow(NixPrintError);
    expect(refusal(given)).toBe(want);
  });

  function refusal(given: () => NixExpression): string | undefined {
    try {
      return printNix(given());
    } catch (error) {
      return error instanceof NixPrintError ? error.render().split("\n")[0] : String(error);
    }
  }

  test("a path of the caller comes first", () => {
    expect(() => printNix(string("\0"), { path: ["settings", 1] })).toThrow(
      expect.objectContaining({ path: ["settings", 1], where: "settings[1]" }),
    );
  });

  test("what is just not too deep is something Nix's parser takes", async () => {
    const levels = Array.from({ length: 499 });
    const given = levels.reduce<Json>((inner) => [{ a: inner }], []);
    const { value } = await evaluateMany({ value: printNix(fromJson(given)) });
    expect(value).toEqual({ ok: true, value: given });
  });
});
