import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFacts } from "../../src/compiler/importers/facts.js";
import { decodeHistory } from "../../src/compiler/importers/history.js";
import { isFacts, isHistory } from "../../src/compiler/importers/is-facts.js";
import { packageRoot } from "../../src/root.js";
import { size } from "../support/long.js";

// What is kept is read without zod; both say the same of everything that a file may have become.

const source = { package: "a", version: "1.0.0", integrity: "sha512-a", path: "b", part: "c" };
const option = {
  name: "a",
  type: {
    kind: "union",
    of: [
      { kind: "enum", values: ["a", 1, null] },
      { kind: "ref", name: "x", named: true },
    ],
  },
  description: "b",
  declaration: { kind: "package", attribute: "c", nullable: true },
  default: { kind: "data", value: { a: [1] } },
  defaultText: "d",
  example: { kind: "nix", text: "e" },
  readOnly: true,
  deprecated: "f",
  protects: ["a", null],
  upstreamDefault: [1, { b: null }],
};
const group = {
  name: "g",
  type: { kind: "submodule", options: [option] },
  declaration: { kind: "group" },
};
const whole = {
  source,
  type: { kind: "submodule", options: [option, group], freeform: { kind: "json" }, fromFile: true },
  definitions: {
    x: {
      kind: "listOf",
      of: { kind: "str", minLength: 1, maxLength: 2, pattern: "a" },
      minItems: 1,
      unique: true,
    },
    y: {
      kind: "attrsOf",
      of: { kind: "nullOr", of: { kind: "int", min: 1 }, explicit: true },
      namePattern: "b",
    },
    z: { kind: "number", exclusiveMin: 1, exclusiveMax: 2 },
  },
};
const loose = { ...whole, source: { file: "a", integrity: "b", part: "c" } };
const history = {
  settings: {
    describedSince: "1.0.0",
    since: { a: "1.0.1" },
    gone: { b: { since: "1.0.0", until: "1.0.1" } },
    losses: [{ path: "a", status: "widened", reason: "b" }],
  },
};

const kept = (name: string): unknown =>
  JSON.parse(readFileSync(join(packageRoot, "schema/pi", `${name}.json`), "utf8"));

const accepts = (decode: (json: unknown) => unknown, json: unknown): boolean => {
  try {
    decode(json);
    return true;
  } catch {
    return false;
  }
};

/** One place of a document, chosen by a number for each level, and what becomes of it. */
interface Mutation {
  readonly way: readonly number[];
  readonly act: "delete" | "replace" | "add";
  readonly value: unknown;
}

const words = ["kind", "int", "str", "data", "nix", "option", "same", "description", "explicit", "group"];
const mutation: fc.Arbitrary<Mutation> = fc.record({
  way: fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
  act: fc.constantFrom("delete", "replace", "add"),
  value: fc.oneof(fc.constantFrom(null, true, false, 0, 1.5, "", [], {}), fc.constantFrom(...words)),
});

function mutated(document: unknown, { way, ...change }: Mutation): unknown {
  const copy = structuredClone(document);
  alter(copy, way, change);
  return copy;
}

/** Goes as far as the way leads, and changes what is there. */
function alter(at: unknown, [step = 0, ...way]: readonly number[], change: Omit<Mutation, "way">): void {
  if (typeof at !== "object" || at === null) return;
  const keys = Object.keys(at);
  const key = keys[step % Math.max(keys.length, 1)] ?? "0";
  const inside: unknown = Reflect.get(at, key);
  if (way.length > 0 && typeof inside === "object" && inside !== null) {
    alter(inside, way, change);
    return;
  }
  if (change.act === "delete" && !Array.isArray(at)) Reflect.deleteProperty(at, key);
  if (change.act === "replace") Reflect.set(at, key, change.value);
  if (change.act === "add" && !Array.isArray(at))
    Reflect.set(at, words[step % words.length] ?? "", change.value);
}

describe("what is read without zod", () => {
  it.each(["settings", "keybindings", "models"])("takes the facts of pi's %s", (name) => {
    expect(isFacts(kept(name))).toBe(true);
  });

  it("takes every kind of type, and a history", () => {
    expect([isFacts(whole), isFacts(loose), isHistory(history), isHistory(kept("history"))]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it.each([
    ["facts", whole, decodeFacts, isFacts],
    ["facts of a file", loose, decodeFacts, isFacts],
    ["a history", history, decodeHistory, isHistory],
  ] as const)("agrees with zod on %s after any change", (_, document, decode, is) => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(mutation, (one) => {
        const json = mutated(document, one);
        const wanted = accepts(decode, json);
        seen[`${wanted}`] += 1;
        expect(is(json)).toBe(wanted);
      }),
      { numRuns: size({ part: 1500, whole: 50_000 }) },
    );
    // The control: changes of both sorts were among them.
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(20);
  });
});
