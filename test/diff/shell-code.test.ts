import { describe, expect, it } from "vitest";
import { shellCode } from "../../src/compiler/diff/matches/shell-code.js";
import { sources } from "../../src/toolkit/tree/artefacts.js";
import { size } from "../support/long.js";
import { programs } from "../support/pi.js";
import { numbersBelowOne } from "../support/random.js";
import { readsTheSameShell } from "./mutations/judge.js";
import { one, type TextChange } from "./mutations/pick.js";
import { textChanges } from "./mutations/text-changes.js";

/** What separates commands, joins them or is nothing at all, put where something of the kind stands, before it or behind it. */
const separators: TextChange = (text, pick) => {
  const found = one([...text.matchAll(/[;&|\n(){}<>[\] ]+|\b(?:then|do|else|in|fi|done|esac)\b/g)], pick);
  if (found === undefined) return undefined;
  const signs = [
    ..."\n ;&|{}()<>!",
    " \n ",
    ";\n",
    ";;",
    "&&",
    "||",
    "\\\n",
    "()",
    "then",
    "do",
    "# x\n",
    "\n;",
    "; ;",
    "[[",
    "",
  ];
  const put = one(signs, pick) ?? "";
  const [start, end] = [found.index, found.index + found[0].length];
  const way = pick(3);
  return text.slice(0, way === 1 ? end : start) + put + text.slice(way === 2 ? start : end);
};

const kinds = [...Object.values(textChanges), ...Array.from({ length: 10 }, () => separators)];
const scripts = sources(programs).filter(({ path }) => path.endsWith(".sh"));

describe("a changed script", { timeout: 1_200_000 }, () => {
  it("reads the same only where it is the same to bash", () => {
    const wrong: unknown[] = [];
    let same = 0;
    for (let seed = 0; seed < size({ part: 800, whole: 20_000 }); seed += 1) {
      const next = numbersBelowOne(seed);
      const pick = (bound: number): number => Math.floor(next() * bound);
      const { content = "", path } = one(scripts, pick) ?? {};
      const changed = kinds[seed % kinds.length]?.(content, pick) ?? content;
      if (
        changed === content ||
        shellCode(changed) === undefined ||
        shellCode(changed) !== shellCode(content)
      )
        continue;
      same += 1;
      if (!readsTheSameShell(content, changed)) wrong.push({ seed, path });
    }
    expect(wrong).toEqual([]);
    expect(same).toBeGreaterThan(50);
  });
});

describe("the same script in another layout", () => {
  it.each([
    ["an if", "if a; then b; fi\n", "if a\nthen\n  b\nfi\n"],
    ["a function", "f() {\n  a\n}\n", "f()\n{\n  a\n}\n"],
    ["a loop", "for x in a b; do c; done\n", "for x in a b\ndo\n  c\ndone\n"],
    ["a case", "case x in a | b) c ;; esac\n", "case x in\n  a|b)\n    c\n    ;;\nesac\n"],
    ["a list", "a &&\n  b || c\n", "a && b ||\n  c\n"],
    ["a line that goes on", "a \\\n  --b\n", "a --b\n"],
    ["a subshell", "(a; b)\n", "(\n  a\n  b\n)\n"],
    ["a test", "[[ a &&\n  (b || c) ]]\n", "[[ a && ( b || c ) ]]\n"],
    ["a redirection", "a >b 2>&1 <<<c\n", "a > b 2>&1 <<< c\n"],
    ["a coprocess", "coproc x {\n  a\n}\n", "coproc x {\n      a # b\n}\n"],
  ])("%s", (_, before, after) => {
    expect(readsTheSameShell(before, after)).toBe(true);
    expect(shellCode(before)).toBeDefined();
    expect(shellCode(after)).toBe(shellCode(before));
  });
});

describe("another script", () => {
  it.each([
    ["a line break for a space", "a b\n", "a\nb\n"],
    ["one behind a subshell", "(a) >b\n", "(a)\n>b\n"],
    ["a list in the background", "a & b\n", "a; b\n"],
    ["a semicolon more", "a; b\n", "a;; b\n"],
    ["words of an array", "x=(a b)\n", "x=(ab)\n"],
    ["a descriptor", "a 2>b\n", "a 2 >b\n"],
    ["an arithmetic command", "((a))\n", "( (a))\n"],
    ["a line break in quotes", "a 'b\n'\n", "a 'b'\n"],
    ["a fall through", "case x in a) b ;; c) d ;; esac\n", "case x in a) b ;& c) d ;; esac\n"],
  ])("%s", (_, before, after) => {
    expect(readsTheSameShell(before, after)).toBe(false);
    expect(shellCode(before)).toBeDefined();
    expect(shellCode(after)).not.toBe(shellCode(before));
  });
});
