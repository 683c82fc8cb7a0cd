import fc from "fast-check";
import { expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import type { Option, OptionType } from "../../src/compiler/ir/types.js";
import { size } from "../support/long.js";
import { type Fixture, option, preset, treeSide } from "./fixtures.js";

// Definitions that contain each other in any way: documentation ends somewhere in them, and `diff` must not.

const names = ["A", "B", "C"] as const;
const leaf = fc.constantFrom<OptionType>({ kind: "bool" }, { kind: "str" }, { kind: "int", min: 0 });
const ref = fc.constantFrom(...names).map((name): OptionType => ({ kind: "ref", name }));
const type = fc.oneof(
  leaf,
  ref,
  ref.map((of): OptionType => ({ kind: "listOf", of })),
  ref.map((of): OptionType => ({ kind: "attrsOf", of })),
  ref.map((of): OptionType => ({ kind: "nullOr", of })),
  fc.tuple(leaf, ref).map((of): OptionType => ({ kind: "union", of })),
);
const definition = fc
  .uniqueArray(fc.record({ name: fc.constantFrom("k", "l", "m"), type }), {
    selector: ({ name }) => name,
    maxLength: 3,
  })
  .map(
    (keys): OptionType => ({
      kind: "submodule",
      options: keys.map((key) => option(key.name, { type: key.type, ...preset({}) })),
    }),
  );
const definitions = fc.record({ A: definition, B: definition, C: definition });
const changes = fc.record({ A: definition, B: definition, C: definition }, { requiredKeys: [] });

/** A few keys deep, each key by its path with the type that it has there: what a host can write. */
function* keysIn(
  of: OptionType,
  known: Fixture["definitions"],
  path: string,
  depth: number,
): Iterable<string> {
  switch (of.kind) {
    case "ref": {
      const target = known?.[of.name];
      if (target !== undefined) yield* keysIn(target, known, path, depth);
      return;
    }
    case "submodule":
      yield `${path} set`;
      if (depth > 0)
        for (const { name, type } of of.options as readonly Option[])
          yield* keysIn(type, known, `${path}.${name}`, depth - 1);
      return;
    case "listOf":
    case "attrsOf":
    case "nullOr":
      yield* keysIn(of.of, known, `${path} ${of.kind}`, depth);
      return;
    case "union":
      for (const [at, member] of of.of.entries()) yield* keysIn(member, known, `${path} or${at}`, depth);
      return;
    default:
      yield `${path} ${JSON.stringify(of)}`;
  }
}

const sideOf = (known: Readonly<Record<string, OptionType>>): Fixture => ({
  options: [option("top", { type: { kind: "ref", name: "A" }, ...preset({}) })],
  definitions: known,
});
const keysOf = ({ options, definitions: known }: Fixture, depth: number): readonly string[] =>
  (options ?? []).flatMap((one) => [...keysIn(one.type, known, one.name, depth)]).toSorted();

it("a change is found if and only if there is one", () => {
  fc.assert(
    fc.property(definitions, changes, (before, changed) => {
      const [base, head] = [sideOf(before), sideOf({ ...before, ...changed })];
      const found = diffSides(treeSide(base), treeSide(head)).findings.filter(({ subject }) =>
        subject.startsWith("services.app.top"),
      );
      // Two sides have six definitions: what can be told apart is within as many steps.
      const isChanged = JSON.stringify(keysOf(base, 6)) !== JSON.stringify(keysOf(head, 6));
      expect(found.length > 0, found.map(({ rule, subject }) => `${rule.id} ${subject}`).join("\n")).toBe(
        isChanged,
      );
    }),
    { numRuns: size({ part: 300, whole: 20_000 }) },
  );
});
