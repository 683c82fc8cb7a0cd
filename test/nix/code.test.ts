import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { codeOf } from "../../src/compiler/nix/code.js";
import { sources } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";

const files = sources(programs)
  .filter(({ path }) => path.endsWith(".nix"))
  .map(({ path, content }) => [path, content] as const);

/**
 * How Nix itself reads texts: the letters of each expression, written out in full. In sorted order, for Nix lists the
 * arguments of a function and the names in a set by where its memory happens to hold them.
 */
function parsed(...texts: readonly string[]): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-code-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const paths = texts.map((text, at) => {
    const path = join(directory, `${at}.nix`);
    writeFileSync(path, text);
    return path;
  });
  const output = execFileSync("nix-instantiate", ["--parse", ...paths], {
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: "pipe",
  });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => [...line].sort().join(""));
}

/** The variables of the examples. */
const scope = "a: ab: b: c: d: f: x: y: ";

const alike = (one: string, other: string): boolean =>
  JSON.stringify(codeOf(one)) === JSON.stringify(codeOf(other));

describe("the same code, for us and for Nix", () => {
  it.each([
    ["layout", "{a=1;b=[x y];}", "{\n  a = 1;\n  b = [ x\n    y ];\n}"],
    ["comments", "{ a = 1; }", '# one\n{ /* two\n */ a = /**/ 1; # three "\n}'],
    ["a comment with quotes in it", "[a b]", "[a /* '' \" */ b] # ${ \""],
    [
      "lines indented otherwise",
      "''\n  a\n    b ${c}\n\n  d\n''",
      "''\n      a\n        b ${  c }\n\n      d\n    ''",
    ],
    ["a string beside a name", 'f"x"', 'f "x"'],
    ["braces in an interpolation", '"${{a="}";}.a}b"', '"${ { a = "}"; }.a }b"'],
    ["escapes in lines", "'' ''${a} ''' ''\\n $${b} ''", "'' ''${a} ''' ''\\n $${b} '' # c"],
  ])("%s", (_, one, other) => {
    const [left, right] = parsed(`${scope}${one}`, `${scope}${other}`);
    expect(left).toBe(right);
    expect(alike(one, other)).toBe(true);
  });
});

describe("other code, for us and for Nix", () => {
  it.each([
    ["a value", "{ a = 1; }", "{ a = 2; }"],
    ["what only looks like a comment", '"a # b"', '"a # c"'],
    ["in lines too", "''\n  # a\n''", "''\n  # b\n''"],
    ["after an escaped quote", '"\\" # a"', '"\\" # b"'],
    ["after an escape at the end of lines", "'' ''' # a ''", "'' ''' # b ''"],
    ["in what only looks like an interpolation", '"$${ # a }"', '"$${ # b }"'],
    ["inside an interpolation", '"${a}"', '"${b}"'],
    ["lines indented among each other", "''\n  a\n  b\n''", "''\n  a\n    b\n''"],
    ["a space in a string", '"a b"', '"a  b"'],
    ["a name in two", "[ab]", "[a b]"],
    ["a function and a URI", "x:x", "x: x"],
    ["a path and a division", "a/b", "a / b"],
    ["a path and one in two", "[./${a}/b]", "[./${a} /b]"],
    ["a URI that holds a star", "x: x/y + x / y", "x:/* */x/y + x / y"],
    ["a path with a name and one beside it", "[./${a}b]", "[./${a} b]"],
    ["a kind of string", '"a"', "''b''"],
  ])("%s", (_, one, other) => {
    const [left, right] = parsed(`${scope}${one}`, `${scope}${other}`);
    expect(left).not.toBe(right);
    expect(alike(one, other)).toBe(false);
  });

  it("is what follows a brace too many", () => {
    expect(alike("{ } } a", "{ } } b")).toBe(false);
  });
});

describe("the emitted files", () => {
  it.each(files)("%s is the same code in another layout", (_, content) => {
    const bare = content.replace(/^ *#.*\n/gm, "");
    expect(alike(content, bare.replace(/^( {4,})(?=\S)/gm, "  $1"))).toBe(true);
  });

  it("with a letter more or less are the same code only where Nix reads them alike", () => {
    const change = fc
      .record({
        text: fc.constantFrom(...files.map(([, content]) => content)),
        near: fc.nat(),
        cut: fc.nat({ max: 1 }),
        put: fc.constantFrom("", ..." \n#'\"\\${}/*a;"),
      })
      .map(({ text, near, cut, put }) => {
        const at = near % text.length;
        return [text, text.slice(0, at) + put + text.slice(at + cut)] as const;
      });
    const passing = fc
      .sample(change, { numRuns: 3000, seed: 5 })
      .filter(([one, other]) => one !== other && alike(one, other));
    expect(passing.length).toBeGreaterThan(300);
    const read = parsed(...passing.flat());
    expect(passing.filter((_, at) => read[2 * at] !== read[2 * at + 1])).toEqual([]);
  });
});
