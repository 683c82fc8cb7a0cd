import { execa } from "execa";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { layeredSettings } from "../../src/isolation/preview/settings.js";
import { piAgent } from "../support/pi.js";

interface Case {
  readonly given: { readonly managed: JsonObject; readonly host: JsonObject };
  readonly want: readonly string[];
}

const cases: readonly [string, Case][] = [
  ["a managed key", { given: { managed: { a: 1 }, host: {} }, want: ["managed a 1"] }],
  ["a host key", { given: { managed: {}, host: { a: 1 } }, want: ["host a 1"] }],
  ["both", { given: { managed: { a: 1 }, host: { a: 2 } }, want: ["managed a 1 instead of 2"] }],
  [
    "objects merge deeply",
    {
      given: { managed: { a: { b: 1 } }, host: { a: { b: 0, c: 2 } } },
      want: ["managed a.b 1 instead of 0", "host a.c 2"],
    },
  ],
  [
    "lists replace",
    { given: { managed: { a: [1] }, host: { a: [2, 3] } }, want: ["managed a [1] instead of [2,3]"] },
  ],
  [
    "a managed value takes the place of an object",
    { given: { managed: { a: 1 }, host: { a: { b: 2 } } }, want: ['managed a 1 instead of {"b":2}'] },
  ],
  [
    "a managed object takes the place of a value",
    { given: { managed: { a: { b: 1 } }, host: { a: 2 } }, want: ["managed a.b 1"] },
  ],
  [
    "an empty managed object replaces nothing",
    { given: { managed: { a: {} }, host: { a: { b: 2 } } }, want: ["host a.b 2"] },
  ],
  ["the host user's null stays", { given: { managed: {}, host: { a: null } }, want: ["host a null"] }],
  [
    "nobody sees what is named like a secret",
    {
      given: { managed: { apiKey: "k1" }, host: { x: { accessToken: "k2", maxTokens: 5 } } },
      want: ['managed apiKey "(not shown)"', 'host x.accessToken "(not shown)"', "host x.maxTokens 5"],
    },
  ],
];

describe("layers of settings", () => {
  it.each(cases)("%s", (_, { given: { managed, host }, want }) => {
    const shown = layeredSettings(piAgent, managed, host)
      .filter(({ layer }) => layer !== "agent")
      .map(({ layer, path, value, replaces }) =>
        [layer, path, value, ...(replaces === undefined ? [] : ["instead of", replaces])].join(" "),
      );
    expect(shown).toEqual(want);
  });

  it("pi keeps its own keys, unless somebody sets them", () => {
    const layers = layeredSettings(piAgent, { deviceId: "x" }, {}).map(({ path, layer }) => [path, layer]);
    expect(Object.fromEntries(layers)).toEqual({
      ...Object.fromEntries(piAgent.settings.kept.map((key) => [key, "agent"])),
      deviceId: "managed",
    });
  });

  it("the values are those that the launcher's jq makes", async () => {
    const names = fc.constantFrom("a", "b", "c");
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom<Json[]>(null, true, 1, "x", [], [1]),
        fc.dictionary(names, tie("json"), { maxKeys: 3 }),
      ),
    }));
    const object = fc.dictionary(names, json, { maxKeys: 3 });
    const pairs = fc.sample(fc.tuple(object, object), { numRuns: 1000, seed: 1 });
    const program = `.[] | .[0] * .[1]
      | [paths as $p | getpath($p) as $v | select(($v | type) != "object" or $v == {}) | select(all($p[]; type == "string")) | [($p | join(".")), $v]]`;
    const { stdout } = await execa("jq", ["-c", program], {
      input: JSON.stringify(pairs.map(([a, b]) => [a, b])),
    });
    const merged: readonly [string, Json][][] = stdout.split("\n").map((line) => JSON.parse(line));
    for (const [index, [host, managed]] of pairs.entries()) {
      const ours = layeredSettings(piAgent, managed, host)
        .filter(({ layer }) => layer !== "agent")
        .map(({ path, value }) => [path, JSON.parse(value ?? "")]);
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(merged[index] ?? []));
    }
  });
});
