import { describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { nullChanges } from "../../src/compiler/diff/types/nulls.js";
import type { OptionType, Protects } from "../../src/compiler/ir/types.js";
import { json, option, preset, str, treeSide } from "./fixtures.js";

const orNull = (of: OptionType): OptionType => ({ kind: "nullOr", of });
/** Null is a value of its own. */
const written = (of: OptionType): OptionType => ({ kind: "nullOr", of, explicit: true });
const values = (of: OptionType): OptionType => ({ kind: "attrsOf", of });
const either = (...of: readonly OptionType[]): OptionType => ({ kind: "union", of });
const bool: OptionType = { kind: "bool" };

describe("a null", () => {
  it.each<readonly [string, OptionType, OptionType, readonly string[]]>([
    ["of its own", orNull(str), written(str), ["written"]],
    ["of its own that is gone", written(str), str, []],
    ["that is new", str, written(str), []],
    ["around another type", orNull(str), written(bool), ["written"]],
    ["in the values of a set", values(orNull(str)), values(written(str)), ["written"]],
    ["in one of several", either(values(orNull(str)), bool), either(values(written(str)), bool), ["written"]],
    [
      "among others than before",
      either(values(orNull(str)), bool),
      either(values(written(str)), bool, str),
      ["written"],
    ],
    ["that any value may be", json, written(str), ["written"]],
    ["that is one of some values", { kind: "enum", values: ["a", null] }, written(str), ["written"]],
  ])("%s", (_, before, after, want) => {
    const back = want.map(() => "omitted");
    expect([[...nullChanges(before, after)], [...nullChanges(after, before)]]).toEqual([want, back]);
    expect([...nullChanges(after, after)]).toEqual([]);
  });

  it("may be both in one option", () => {
    const both = nullChanges(written(values(orNull(str))), orNull(values(written(str))));
    expect([...both].sort()).toEqual(["omitted", "written"]);
  });
});

describe("an option whose null", () => {
  const found = (before: OptionType, after: OptionType, protects?: Protects) => {
    const side = (type: OptionType) =>
      treeSide({ options: [option("key", { type, ...preset(null), ...(protects && { protects }) })] });
    return diffSides(side(before), side(after)).findings.map(({ rule }) => `${rule.severity}: ${rule.id}`);
  };

  it.each<readonly [string, OptionType, OptionType, readonly string[], readonly string[]]>([
    [
      "is no longer written",
      written(str),
      orNull(str),
      ["breaking: null-omitted"],
      ["security: guard-changed", "breaking: null-omitted"],
    ],
    [
      "is written now",
      orNull(str),
      written(str),
      ["warning: null-written"],
      ["security: guard-changed", "warning: null-written"],
    ],
    [
      "is gone",
      written(str),
      str,
      ["breaking: type-narrowed"],
      ["breaking: type-narrowed", "warning: guard-raised"],
    ],
    ["is new", str, written(str), ["info: type-widened"], ["security: guard-lowered", "info: type-widened"]],
    [
      "is no longer written, as of many in a set",
      values(written(str)),
      values(orNull(str)),
      ["breaking: null-omitted"],
      ["security: guard-changed", "breaking: null-omitted"],
    ],
    [
      "is within another null",
      written(str),
      orNull(written(str)),
      ["breaking: null-omitted"],
      ["security: guard-changed", "breaking: null-omitted"],
    ],
    ["is within two, of which the outer takes every null", orNull(str), orNull(written(str)), [], []],
    [
      "is any value's",
      written(str),
      json,
      ["breaking: null-omitted", "info: type-widened"],
      ["security: guard-lowered", "security: guard-changed", "breaking: null-omitted", "info: type-widened"],
    ],
  ])("%s", (_, before, after, ordinary, protecting) => {
    expect(found(before, after)).toEqual(ordinary);
    expect(found(before, after, "smaller")).toEqual(protecting);
  });
});
