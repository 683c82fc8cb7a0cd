import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";
import { harvest, plant, temporaryDirectory } from "../output/tree.js";
import { nixsmith } from "./command.js";

const schema = JSON.stringify({
  type: "object",
  properties: {
    port: { type: "integer", minimum: 1 },
    mode: { enum: ["fast", "safe"] },
    name: { type: "string", pattern: "^(?=a)b" },
  },
  required: ["port"],
});

function place(): string {
  const cwd = temporaryDirectory();
  plant(cwd, {
    "s.json": schema,
    "t.ts": "export interface Server { port: number; mode?: 'fast' | 'safe' }\n",
    "broken.json": "{",
    "odd.json": '{"properties": {"a": {"type": "nothing"}}}',
  });
  return cwd;
}

describe("nixsmith import", () => {
  it("prints a JSON Schema as an option tree, and its losses apart", async () => {
    const { status, out, err } = await nixsmith(["import", "json-schema", "s.json"], { cwd: place() });
    expect({ status, out }).toEqual({
      status: 0,
      out: 'port: required int (1..)\nmode: "fast" | "safe"\nname: string like b.*\n',
    });
    expect(err).toMatch(/^3 keys: 2 exact, 1 widened, 0 dropped\n {2}widened name: /);
  });

  it("prints an exported type as an option tree", async () => {
    const { status, out } = await nixsmith(["import", "typescript", "t.ts#Server"], { cwd: place() });
    expect({ status, out }).toEqual({ status: 0, out: 'port: required number\nmode: "fast" | "safe"\n' });
  });

  it("prints Nix whose value is a type that evaluates", async () => {
    const { out } = await nixsmith(["import", "json-schema", "s.json", "--nix"], { cwd: place() });
    const { path } = await findLibrary();
    const check = `let
      lib = import ${path};
      type = (${out}) {inherit lib; pkgs = import ${join(packageRoot, "test/nixos-stubs/pkgs.nix")} {inherit lib;};};
      evaluated = lib.evalModules {modules = [{options.x = lib.mkOption {inherit type;};} {x.port = 80; x.mode = "safe";}];};
    in {inherit (evaluated.config.x) port mode;}`;
    expect(await evaluateNix(check)).toEqual({ port: 80, mode: "safe" });
  });

  it("gives a machine tree and losses as JSON", async () => {
    const { out } = await nixsmith(["import", "json-schema", "s.json", "--json"], { cwd: place() });
    expect(JSON.parse(out)).toMatchObject({
      type: { kind: "submodule" },
      report: { keys: 3, exact: 2, widened: 1, losses: [{ path: "name", status: "widened" }] },
    });
  });

  it("fails with --strict on any loss, exit 1, and only then", async () => {
    const cwd = place();
    const lossy = await nixsmith(["import", "json-schema", "s.json", "--strict"], { cwd });
    expect(lossy.status).toBe(1);
    expect(lossy.err).toContain("--strict: something is lost");
    expect((await nixsmith(["import", "typescript", "t.ts#Server", "--strict"], { cwd })).status).toBe(0);
  });

  it.each<readonly [string, { given: readonly string[]; want: string }]>([
    [
      "what is no JSON",
      { given: ["json-schema", "broken.json"], want: "nixsmith: broken.json#: not JSON: " },
    ],
    [
      "a type that no schema has",
      { given: ["json-schema", "odd.json"], want: "nixsmith: odd.json#/properties/a/type: " },
    ],
    [
      "a file that is not there",
      { given: ["json-schema", "nope.json"], want: "/nope.json: no such file or directory" },
    ],
    ["a type that is not there", { given: ["typescript", "t.ts#Client"], want: "it exports no type Client" }],
    [
      "a file without a type",
      { given: ["typescript", "t.ts"], want: '"t.ts" names no type\n  expected: FILE#Type' },
    ],
    [
      "facts without a place",
      { given: ["pi", "--from", "1.5.2"], want: "schema/pi: there is no such directory" },
    ],
  ])("refuses %s, exit 2", async (_, { given, want }) => {
    const cwd = place();
    const before = harvest(cwd);
    const { status, out, err } = await nixsmith(["import", ...given], { cwd });
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
    expect(err).not.toMatch(/\n\s+at /);
    expect(harvest(cwd)).toEqual(before);
  });
});
