import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Side } from "../../src/compiler/diff/engine/side.js";
import { factsOfModules } from "../../src/compiler/diff/options/from-modules.js";
import { pairOptions } from "../../src/compiler/diff/options/pair.js";
import { sameJson } from "../../src/compiler/ir/same.js";
import type { Module, OptionType } from "../../src/compiler/ir/types.js";
import { option } from "./fixtures.js";

// Options that are declared alike are not looked at any closer.

describe("sameJson", () => {
  const json = fc.jsonValue({ maxDepth: 3 });

  it("says of copies that they are the same", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(sameJson(value, structuredClone(value))).toBe(true);
      }),
    );
  });

  it("agrees with isDeepStrictEqual, also where two values differ little", () => {
    const leaf = fc.constantFrom<unknown>(null, 0, 1, "", "a", false, undefined, [], {});
    const small = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 2 },
        leaf,
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("0", "a", "length", "hasOwnProperty"), tie("value"), { maxKeys: 2 }),
      ),
    })).value;
    const seen = { same: 0, other: 0 };
    fc.assert(
      fc.property(small, small, (one, other) => {
        // A dictionary of fast-check has no prototype, which JSON.parse always gives.
        const [left, right] = [structuredClone(one), structuredClone(other)];
        seen[isDeepStrictEqual(left, right) ? "same" : "other"] += 1;
        expect(sameJson(left, right)).toBe(isDeepStrictEqual(left, right));
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.same, seen.other)).toBeGreaterThan(50);
  });
});

describe("an option that is declared alike", () => {
  const side = (definition: OptionType): Pick<Side, "options" | "modules"> => {
    const module: Module = {
      target: "nixos",
      path: ["services", "x"],
      summary: "",
      options: [option("same", { type: { kind: "ref", name: "Level" } })],
      definitions: { Level: definition },
    };
    return { modules: [module], options: factsOfModules([module]) };
  };
  const changedNames = (base: OptionType, head: OptionType) =>
    pairOptions(side(base), side(head), new Map()).changed.map(({ before }) => before.name);

  it("is unchanged where what it refers to is", () => {
    expect(changedNames({ kind: "int", min: 0 }, { kind: "int", min: 0 })).toEqual([]);
  });

  it("is changed where what it refers to is another", () => {
    expect(changedNames({ kind: "int", min: 0 }, { kind: "int", min: 1 })).toEqual(["services.x.same"]);
  });
});
