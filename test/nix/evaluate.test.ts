import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateMany, evaluateNix, parseNix } from "../../src/compiler/nix/evaluate.js";
import { NixEvaluationError, NixMissingError, NixTimeoutError } from "../../src/compiler/nix/failure.js";

let directory: string;
beforeAll(async () => {
  process.env.NIXSMITH_TEST_VARIABLE = "set";
  directory = await mkdtemp(join(tmpdir(), "evaluate test-"));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "was not refused",
    (error: unknown) => error,
  );
}

describe("one expression", () => {
  test.each([
    [
      "a value, forced whole",
      {
        given: '{ a = [ 1 2.5 null true ]; b.c = "x" + "y"; }',
        want: { a: [1, 2.5, null, true], b: { c: "xy" } },
      },
    ],
    ["text beyond ASCII", { given: '"\\${x} ü 😀 \\n"', want: "${x} ü 😀 \n" }],
    [
      "a file of the private store",
      { given: 'builtins.readFile (builtins.toFile "n" "text")', want: "text" },
    ],
    [
      "no variable of our environment",
      {
        given: 'builtins.getEnv "NIXSMITH_TEST_VARIABLE"',
        want: "",
      },
    ],
    ["no search path of the user", { given: "(builtins.tryEval <nixpkgs>).success", want: false }],
  ])("%s", async (_, { given, want }) => {
    expect(await evaluateNix(given)).toEqual(want);
  });

  test.each([
    ["a thrown error", { given: 'throw "no ${toString 1}"', want: { message: "no 1" } }],
    [
      "an abort",
      {
        given: 'abort "stop"',
        want: { message: "evaluation aborted with the following error message: 'stop'" },
      },
    ],
    [
      "a message of several lines",
      { given: 'throw "one\\n\\n       two"', want: { message: "one\n\n       two" } },
    ],
    [
      "a syntax error",
      {
        given: "{ x = ; }",
        want: { message: "syntax error, unexpected ';'", position: { line: 1, column: 7 } },
      },
    ],
    [
      "infinite recursion",
      {
        given: "let x = x; in x",
        want: { message: "infinite recursion encountered", position: { line: 1, column: 9 } },
      },
    ],
    ["a function", { given: "{ f = x: x; }", want: { message: "cannot convert a function to JSON" } }],
    [
      "an import from a derivation",
      {
        given: 'import (derivation { name = "n"; system = "s"; builder = "b"; })',
        want: { message: expect.stringContaining("'allow-import-from-derivation' is disabled") },
      },
    ],
  ])("refuses %s", async (_, { given, want }) => {
    const error = await refusal(evaluateNix(given, { name: "given" }));
    expect(error).toBeInstanceOf(NixEvaluationError);
    expect(error).toMatchObject({ expression: "given", ...want });
  });

  test("an infinite float is no JSON: Nix 2.8 prints it as it is, later ones null", async () => {
    const result = await evaluateNix("1.0e308 * 10").catch(String);
    expect([null, expect.stringContaining("Nix printed what is no JSON")]).toContainEqual(result);
  });

  test("an expression longer than an argument list may be", async () => {
    const text = "x".repeat(3 * 2 ** 20);
    expect(await evaluateNix(`builtins.stringLength "${text}"`)).toBe(text.length);
  });

  test("an import of what is not to be read", async () => {
    const allowed = await file("allowed.nix", "1");
    const other = await file("other.nix", "2");
    const outcomes = await evaluateMany(
      {
        allowed: `import "${allowed}"`,
        other: `import "${other}"`,
        download: 'builtins.fetchurl "http://127.0.0.1/"',
      },
      { reads: [allowed] },
    );
    expect(outcomes.allowed).toEqual({ ok: true, value: 1 });
    expect(outcomes.other).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("is forbidden in restricted mode") },
    });
    expect(outcomes.download).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("is forbidden in restricted mode") },
    });
  });

  test("more time than is given", async () => {
    const error = await refusal(evaluateNix(endless, { timeout: 200, name: "slow" }));
    expect(error).toBeInstanceOf(NixTimeoutError);
    expect(error).toMatchObject({ message: "the evaluation did not end within 0.2 s", where: "slow" });
  });

  test("more output than is given", async () => {
    const error = await refusal(evaluateNix("builtins.genList (n: n) 100000", { maxOutput: 1000 }));
    expect(error).toMatchObject({ message: "more output than it may have" });
  });

  test("no Nix on PATH", async () => {
    const path = process.env.PATH;
    process.env.PATH = directory;
    const error = await refusal(evaluateNix("1")).finally(() => {
      process.env.PATH = path;
    });
    expect(error).toBeInstanceOf(NixMissingError);
    expect(error).toMatchObject({
      message: "nix-instantiate not found",
      mend: expect.stringContaining("install Nix"),
    });
  });
});

/** Runs without growing, so that nothing but the time limit ends it. */
const endless =
  "builtins.foldl' (n: _: n + 1) 0 (builtins.concatMap (n: builtins.genList (m: m) 100000) (builtins.genList (n: n) 100000))";

describe("many expressions", () => {
  test("each has its own end, and the failing leave the others", async () => {
    const expressions = [
      ["value", { given: '{ a = "\u2028"; }', want: { value: { a: "\u2028" } } }],
      [
        "thrown",
        { given: 'throw "caught by nobody"', want: { message: "caught by nobody", where: "thrown" } },
      ],
      [
        "syntax",
        {
          given: "{",
          want: {
            message: expect.stringContaining("syntax error, unexpected end of file"),
            where: expect.stringMatching(/^syntax:1:[12]$/),
          },
        },
      ],
      [
        "typed",
        {
          given: '{\n  a = 1 + "x";\n}',
          want: { message: "cannot add a string to an integer", where: "typed:2:11" },
        },
      ],
      ["traced", { given: 'builtins.trace "error: none" 1', want: { value: 1 } }],
      [
        "aborted",
        { given: 'abort "x"', want: { message: "evaluation aborted with the following error message: 'x'" } },
      ],
      [
        "lost",
        { given: "import /does/not/exist", want: { message: expect.stringContaining("/does/not/exist") } },
      ],
      ["__proto__", { given: '"a name as any"', want: { value: "a name as any" } }],
      [
        "deep",
        { given: "let f = x: 1 + f x; in f 1", want: { message: expect.stringContaining("stack overflow") } },
      ],
      ["last", { given: "builtins.isString builtins.nixVersion", want: { value: true } }],
    ] as const;
    const outcomes = await evaluateMany(
      Object.fromEntries(expressions.map(([name, { given }]) => [name, given])),
    );
    const found = Object.entries(outcomes).map(([name, outcome]) => [
      name,
      outcome.ok ? outcome : outcome.error,
    ]);
    expect(found).toMatchObject(expressions.map(([name, { want }]) => [name, want]));
  });

  test("one that never ends costs the others nothing but its time", async () => {
    const outcomes = await evaluateMany({ before: "1", endless, after: "2" }, { timeout: 10_000 });
    expect(outcomes.before).toEqual({ ok: true, value: 1 });
    expect(outcomes.endless).toMatchObject({
      ok: false,
      error: { name: "NixTimeoutError", where: "endless" },
    });
    expect(outcomes.after).toEqual({ ok: true, value: 2 });
  });

  test("one that prints too much costs the others nothing", async () => {
    const long = "builtins.genList (n: n) 100000";
    const outcomes = await evaluateMany({ before: "1", long, after: "2" }, { maxOutput: 10_000 });
    expect(outcomes.before).toEqual({ ok: true, value: 1 });
    expect(outcomes.long).toMatchObject({ ok: false, error: { message: "more output than it may have" } });
    expect(outcomes.after).toEqual({ ok: true, value: 2 });
  });

  test("none at all", async () => {
    expect(await evaluateMany({})).toEqual({});
  });
});

describe("parsing files", () => {
  test("names each file that is no Nix", async () => {
    const good = await file("good.nix", "{ lib, ... }: { a = lib.b; }");
    const open = await file("open.nix", "{\n  a = [ 1;\n}");
    const unbound = await file("-unbound $x.nix", "a: b");
    expect(await parseNix([good])).toEqual([]);
    expect(await parseNix([])).toEqual([]);
    const errors = await parseNix([open, good, unbound]);
    expect(errors).toMatchObject([
      { message: "syntax error, unexpected ';'", where: `${open}:2:10` },
      { message: "undefined variable 'b'", where: `${unbound}:1:4` },
    ]);
  });

  test("names a file that is not there", async () => {
    const missing = join(directory, "missing.nix");
    expect(await parseNix([missing])).toMatchObject([
      { where: missing, message: expect.stringContaining(missing) },
    ]);
  });
});
