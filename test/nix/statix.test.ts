import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { findings, lints } from "./statix.js";

const emitted = ["modules", "examples", "nix"].flatMap((directory) =>
  readdirSync(join(packageRoot, directory), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".nix"))
    .map((file) => `${directory}/${file}`),
);

it.each(emitted)("statix has nothing to say of %s", (file) => {
  expect(findings(readFileSync(join(packageRoot, file), "utf8"))).toEqual([]);
});

/** What each lint is to find, and what is right and stands close to it. Both were given to statix itself. */
const controls: Readonly<
  Record<string, { readonly found: readonly string[]; readonly passed: readonly string[] }>
> = {
  bool_comparison: { found: ["a == true", "if false != a then b else c"], passed: ["a == b", "true && a"] },
  empty_let_in: { found: ["let in a"], passed: ["let a = 1; in a"] },
  manual_inherit: {
    found: ["{a = a;}", "let a = a; in b"],
    passed: ["{a = b;}", "{a.b = b;}", "{a = a b;}"],
  },
  manual_inherit_from: {
    found: ["{a = b.a;}", "{a = b.a or c;}", "{c = 1; a = (f b).a;}", "let x = s.x; in x"],
    passed: ["{a = b.c;}", "{a = b.c.a;}", "{a = f b.a;}", "{a = (f b).c;}"],
  },
  legacy_let_syntax: { found: ["let {body = 1;}"], passed: ["let a = {}; in a"] },
  collapsible_let_in: {
    found: ["let a = 1; in let b = 2; in a + b"],
    passed: ["let a = 1; in {b = let c = 2; in c;}"],
  },
  eta_reduction: {
    found: ["map (x: f x) l", "{g = x: f x;}"],
    passed: ["map (x: f x y) l", "x: a.f x", "x: x"],
  },
  useless_parens: {
    found: ["{a = (f b);}", "[(a)]", 'f ("x")'],
    passed: ["{a = (f b) c;}", "[(f a)]", "{inherit (a) b;}"],
  },
  empty_pattern: { found: ["{}: a", "{...}: a"], passed: ["{...}: {imports = [a];}", "{a}: a"] },
  empty_inherit: { found: ["{inherit;}"], passed: ["{inherit a;}"] },
  deprecated_is_null: { found: ["isNull a"], passed: ["a.isNull b", "{isNull = a;}"] },
  faster_groupby: { found: ["lib.groupBy f l"], passed: ["builtins.groupBy f l"] },
  faster_zipattrswith: {
    found: ["lib.zipAttrsWith f l"],
    passed: ["builtins.zipAttrsWith f l", "lib.zipAttrs l"],
  },
  deprecated_to_path: { found: ["builtins.toPath a", "toPath a"], passed: ["lib.toPathName a"] },
  bool_simplification: { found: ["!(a == b)"], passed: ["!(a == b && c)", "!a"] },
  useless_has_attr: {
    found: ["if a ? b then a.b else c", "if a ? b.c then a.b.c else d", "if a ? ${b} then a.${b} else c"],
    passed: ["if a ? b then a.c else d", "if a ? b then f a.b else d", "if a ? b && c then a.b else d"],
  },
  repeated_keys: {
    found: ["{a.b = 1; a.c = 2; a.d = 3;}", "{x = 1; a.b = {y = 1;}; z = 2; a.c = 2; a.d = 3;}"],
    passed: ["{a.b = 1; a.c = 2;}", "{a.b = {a.b = 1;}; a.c = {a.b = 1;};}"],
  },
  empty_list_concat: { found: ["a ++ []", "[] ++ a"], passed: ["a ++ [b]", "[[]] ++ a"] },
};

it.each(lints)("$code $name finds what it is to find, and no more", ({ code, name }) => {
  const { found = [], passed = [] } = controls[name] ?? {};
  const ofThis = (text: string): boolean => findings(text).some((finding) => finding.startsWith(`${code} `));
  expect(found.filter((text) => !ofThis(text))).toEqual([]);
  expect(passed.filter(ofThis)).toEqual([]);
  expect(found).not.toEqual([]);
});
