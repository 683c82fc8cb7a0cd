import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataSchema } from "../../src/compiler/data/schema.js";
import type { OptionType } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";
import { type Editor, openEditor } from "../support/language-server.js";
import { hostFile } from "../support/pi.js";

/** The schema as the YAML language server reads it, which is not in everything as the standard says. */
describe("an editor", () => {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-editor-"));
  const schema = join(directory, "host.schema.json");
  let editor: Editor;

  beforeAll(async () => {
    writeFileSync(schema, JSON.stringify(dataSchema(hostFile, "Host file of nixsmith", "made by a test")));
    editor = await openEditor(schema);
  });
  afterAll(() => {
    editor.close();
    rmSync(directory, { recursive: true });
  });

  const labels = async (text: string) => (await editor.complete(text)).map(({ label }) => label);

  it.each(places({ kind: "submodule", options: hostFile.options }, [], []))(
    "offers every name at %s",
    async (_, { path, names }) => {
      const above = path.map((key, depth) => `${"  ".repeat(depth)}${key}:\n`).join("");
      expect(await labels(`${above}${"  ".repeat(path.length)}|`)).toEqual(
        expect.arrayContaining([...names]),
      );
    },
  );

  it.each([
    ["a list of values", { given: "projectAccess: |", want: ["idmap", "acl"] }],
    ["a list of values that may be null", { given: "settings:\n    theme: |", want: ["null"] }],
    ["a switch", { given: "protectGit: |", want: ["true", "false"] }],
  ])("offers the values of %s", async (_, { given, want }) => {
    expect(await labels(`m3ta.pi-agent:\n  ${given}`)).toEqual(expect.arrayContaining(want));
  });

  it("takes a name with its default, to type over", async () => {
    const offered = await editor.complete("m3ta.pi-agent:\n  |");
    const text = (name: string) => offered.find(({ label }) => label === name)?.insertText;
    expect([text("protectGit"), text("user")]).toEqual(["protectGit: ${1:true}", "user: ${1:pi-agent}"]);
  });

  it("tells what an option is for, and what it takes", async () => {
    const shown = await editor.hover("m3ta.pi-agent:\n  projectAccess: id|map\n");
    expect(shown).toContain("How the agent gets at a project's files.");
    expect(shown).toContain("* `acl`");
  });

  it("underlines mistakes where they are", async () => {
    const lines = ["protectgit: true", "projectAccess: nfs", "resources: {tasksMax: 2}", "protectGit: maybe"];
    const text = `m3ta.pi-agent:\n${lines.map((line) => `  ${line}\n`).join("")}`;
    expect(await editor.check(text)).toEqual([
      "2: Property protectgit is not allowed.",
      '3: Value is not accepted. Valid values: "idmap", "acl".',
      "4: Value is below the minimum of 16.",
      '5: Incorrect type. Expected "boolean".',
    ]);
  });

  it.each(["m3-kratos", "team-server"])("finds nothing in %s", async (name) => {
    const text = readFileSync(join(packageRoot, `examples/hosts/${name}.yaml`), "utf8");
    expect(await editor.check(text)).toEqual([]);
  });
});

type Place = readonly [string, { readonly path: readonly string[]; readonly names: readonly string[] }];

/** Every set of options that a host file can have, the way to it, and the names in it that are not retired. */
function places(type: OptionType, path: readonly string[], open: readonly string[]): readonly Place[] {
  switch (type.kind) {
    case "submodule": {
      const names = type.options.filter(({ deprecated }) => deprecated === undefined).map(({ name }) => name);
      const below = type.options.flatMap((option) => places(option.type, [...path, option.name], open));
      return [[path.join(".") || "the top", { path, names }], ...below];
    }
    case "attrsOf":
      return places(type.of, [...path, "alice"], open);
    case "nullOr":
      return places(type.of, path, open);
    case "ref": {
      const definition = hostFile.definitions[type.name];
      if (definition === undefined || open.includes(type.name)) return [];
      return places(definition, path, [...open, type.name]);
    }
    default:
      return [];
  }
}
