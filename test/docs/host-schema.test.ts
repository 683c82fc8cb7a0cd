import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkOptions } from "../../src/compiler/data/check.js";
import { parseHost } from "../../src/compiler/data/document.js";
import { dataSchema } from "../../src/compiler/data/schema.js";
import { treeOf } from "../../src/compiler/data/tree.js";
import type { Json, Option, OptionType } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";
import { hostFile } from "../support/pi.js";

const ajv = new Ajv({ strictTypes: false, allErrors: true });
for (const keyword of ["markdownDescription", "deprecationMessage"]) ajv.addKeyword(keyword);
const validate = ajv.compile(dataSchema(hostFile, "Host file of nixsmith", "made by a test"));

const guide = readFileSync(join(packageRoot, "examples/hosts/m3-kratos.yaml"), "utf8");

describe("host files", () => {
  it("the schema takes the guide's host", () => {
    expect(validate(parse(guide)) || validate.errors).toBe(true);
  });

  it.each([
    [
      "an option that does not exist",
      { given: ["protectgit: true"], want: "must NOT have additional properties" },
    ],
    ["a wrong type", { given: ["protectGit: maybe"], want: "must be boolean" }],
    [
      "a value outside the list",
      { given: ["projectAccess: nfs"], want: "must be equal to one of the allowed values" },
    ],
    ["a number below its bound", { given: ["resources: {tasksMax: 2}"], want: "must be >= 16" }],
    ["a pattern", { given: ["environmentFiles: [run/key]"], want: 'must match pattern "^(?:-?/[^%*?]+)$"' }],
    [
      "a name that is none",
      { given: ["hostUsers: {Bad Name: {projectRoots: []}}"], want: "property name must be valid" },
    ],
    ["pi's own settings", { given: ["settings: {quietStartup: 7}"], want: "must be boolean" }],
  ])("the schema refuses %s, as render does", (_, { given, want }) => {
    const text = ["m3ta.pi-agent:", ...given.map((line) => `  ${line}`)].join("\n");
    expect(validate(parse(text))).toBe(false);
    expect(validate.errors?.map(({ message }) => message)).toContain(want);
    expect(() => checkOptions(parseHost(text, "host.yaml"), hostFile, "host.yaml")).toThrow("host.yaml:2");
  });
});

/** Data that a type may or may not take; `depth` keeps cycles short. */
function near(type: OptionType, depth = 0): fc.Arbitrary<Json> {
  const inner = (of: OptionType) => near(of, depth + 1);
  if (depth > 6) return fc.constant(null);
  switch (type.kind) {
    case "bool":
      return fc.boolean();
    case "int":
    case "number":
      return fc.oneof(fc.integer({ min: -2, max: 70 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case "enum":
      return fc.oneof(fc.constantFrom(...type.values), fc.string());
    case "nullOr":
      return fc.oneof(fc.constant(null), inner(type.of));
    case "listOf":
      return fc.array(inner(type.of), { maxLength: 3 });
    case "attrsOf":
      return fc.dictionary(name, inner(type.of), { maxKeys: 2 });
    case "ordered":
      return fc.array(inner(type.of), { maxLength: 2 });
    case "union":
      return fc.oneof(...type.of.map(inner));
    case "submodule":
      return record(type.options, depth);
    case "ref":
      return inner(hostFile.definitions[type.name] ?? { kind: "json" });
    case "json":
    case "raw":
      return fc.jsonValue() as fc.Arbitrary<Json>;
    case "str":
    case "lines":
    case "path":
    case "package":
      return fc.oneof(words, fc.string({ unit: "grapheme", maxLength: 8 }));
  }
}

const name = fc.oneof(
  fc.constantFrom("alice", "PI_TELEMETRY", "ProtectClock", "ctrl+a", "9", "a b", ""),
  fc.string(),
);
const words = fc.constantFrom(
  "/var/lib/x",
  "/",
  "~/p",
  "pi",
  "8G",
  "200%",
  "8h",
  "0022",
  "10.0.0.0/8",
  "any",
  "/nix/store/a-b",
  "/a\nb",
  "anthropic/x",
);

/** Some of the options, and now and then one that does not exist. */
function record(options: readonly Option[], depth: number): fc.Arbitrary<Json> {
  const known = fc
    .subarray([...options], { maxLength: Math.min(4, options.length) })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((option) => [option.name, near(option.type, depth + 1)]))),
    );
  const undeclared = fc.dictionary(fc.constantFrom("nope", "x"), fc.constant(1), { maxKeys: 1 });
  return fc
    .tuple(known, fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: undeclared }))
    .map(([a, b]) => ({ ...a, ...b }));
}

it("the schema and render agree on what a host file is", () => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(record(hostFile.options, 0), (data) => {
      const tree = treeOf(data, { line: 1, column: 1 });
      if (tree.kind !== "map") throw new Error("a host file is a map");
      const isTaken = !throws(() => checkOptions(tree, hostFile, "host.yaml"));
      seen[isTaken ? "taken" : "refused"] += 1;
      expect({ data, isTaken: validate(data) }).toEqual({ data, isTaken });
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(100);
});

function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
