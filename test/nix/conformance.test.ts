import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

// The stand-in for nixpkgs' lib must do what the real one does: both evaluate the cases of test/nixlib/conformance,
// and both must come to what golden/results.json holds. That is recorded from a real library:
//   NIXSMITH_RECORD=1 NIXSMITH_NIXPKGS=/path/to/nixpkgs npx vitest run test/nix/conformance.test.ts

type Result = { readonly value: Json } | { readonly error: string };

const topics = ["types", "merge", "modules", "strings", "sets", "text"];
const folder = join(packageRoot, "test/nixlib/conformance");
const expectedFile = join(folder, "golden/results.json");
const standIn = { name: "the stand-in", path: join(packageRoot, "test/nixlib/lib") };

/** Cases whose result changed between releases of nixpkgs: the first release whose every tree has it. */
const since: Readonly<Record<string, string>> = {
  "merge/either mixed": "26.05",
  "text/docs freeform": "26.05",
  "types/submodule freeform": "26.05",
};

const found = await findLibrary();
const real = found.origin === "stand-in" ? undefined : { name: found.describe, path: found.path };
const isComparable = (name: string): boolean => (since[name] ?? "") <= (found.version ?? "");

if (process.env.NIXSMITH_RECORD !== undefined) {
  if (real === undefined) throw new Error("only a real library can be recorded: set NIXSMITH_NIXPKGS");
  const results = Object.entries(await evaluateCases(real.path));
  const lines = results.map(([name, result]) => `  ${JSON.stringify(name)}: ${JSON.stringify(result)}`);
  writeFileSync(expectedFile, `{\n${lines.join(",\n")}\n}\n`);
}
const expected: Readonly<Record<string, Result>> = JSON.parse(readFileSync(expectedFile, "utf8"));

describe.each(real === undefined ? [standIn] : [standIn, real])("$name", ({ path }) => {
  const names = Object.keys(expected).filter((name) => path === standIn.path || isComparable(name));
  let results: Readonly<Record<string, Result>> = {};
  beforeAll(async () => {
    results = await evaluateCases(path);
  });

  test("has the recorded cases", () => {
    expect(Object.keys(results)).toEqual(Object.keys(expected));
  });
  test.each(names)("%s", (name) => {
    expect(results[name]).toEqual(expected[name]);
  });
});

if (real !== undefined) {
  test("the stand-in offers nothing that the real library lacks", async () => {
    const missing = `let
      offered = import ${quoted(standIn.path)};
      real = import ${quoted(real.path)};
      lacking = ours: theirs: builtins.filter (name: !(theirs ? \${name})) (builtins.attrNames ours);
      hasNames = name: name != "maintainers" && builtins.isAttrs offered.\${name};
      sections = builtins.filter hasNames (builtins.attrNames offered);
    in
      lacking offered real
      ++ builtins.concatMap (name: map (lack: "\${name}.\${lack}") (lacking offered.\${name} real.\${name})) sections`;
    expect(await evaluateMany({ missing })).toEqual({ missing: { ok: true, value: [] } });
  });
}

async function evaluateCases(library: string): Promise<Record<string, Result>> {
  const topicOf = (topic: string): string =>
    `import ${quoted(join(folder, `${topic}.nix`))} (import ${quoted(library)})`;
  const names = await evaluateMany(
    Object.fromEntries(topics.map((topic) => [topic, `builtins.attrNames (${topicOf(topic)})`])),
  );
  const cases = topics.flatMap((topic) =>
    caseNames(topic, names[topic]).map((name): [string, string] => [
      `${topic}/${name}`,
      `(${topicOf(topic)}).${quoted(name)}`,
    ]),
  );
  const outcomes = await evaluateMany(Object.fromEntries(cases));
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, outcome]) => [
      name,
      outcome.ok ? { value: outcome.value } : { error: gist(outcome.error.message) },
    ]),
  );
}

function caseNames(topic: string, outcome: Outcome | undefined): readonly string[] {
  if (outcome === undefined || !outcome.ok || !Array.isArray(outcome.value)) {
    throw new Error(`${topic}.nix is no attribute set of cases`, { cause: outcome });
  }
  return outcome.value.map(String);
}

/** What a message says first, without how a release quotes, hints, or shows the definitions. */
function gist(message: string): string {
  const [paragraph = ""] = message.split("\n\n");
  return paragraph
    .replaceAll(/\s*\n\s*/g, " ")
    .replace(/^evaluation aborted with the following error message: '(.*)'$/, "$1")
    .replaceAll(/`([^`']*)`/g, "`$1'")
    .replaceAll(/"(\[definition [^"]*)"/g, "$1")
    .replace("is used but not defined", "was accessed but has no value defined")
    .replace(/ (Definition values:|TypeError:|Each definition fits).*$/, "")
    .replace(/( definition values): - In .*$/, "$1")
    .replace(/[.:]( [A-Z].*)?$/, "");
}
