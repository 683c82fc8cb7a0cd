import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { declarationSchema } from "../../src/toolkit/declaration/schema.js";
import { declarationOptions } from "../../src/toolkit/declaration/shape.js";
import { type Editor, openEditor } from "../support/language-server.js";
import { declarationReference } from "./reference.js";

it("has a page that is made of it", async () => {
  await expect(declarationReference()).toMatchFileSnapshot(
    join(packageRoot, "docs/reference/declaration.md"),
  );
});

describe("an editor of nixsmith.config.yaml", () => {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-declaration-"));
  let editor: Editor;
  beforeAll(async () => {
    const schema = join(directory, "declaration.schema.json");
    writeFileSync(schema, JSON.stringify(declarationSchema("made by a test")));
    editor = await openEditor(schema);
  });
  afterAll(() => {
    editor.close();
    rmSync(directory, { recursive: true });
  });

  const labels = async (text: string) => (await editor.complete(text)).map(({ label }) => label);

  it("offers every key", async () => {
    expect(await labels("|")).toEqual(expect.arrayContaining(declarationOptions.map(({ name }) => name)));
    const program = "programs:\n  - name: app\n    ";
    expect(await labels(`${program}|`)).toEqual(
      expect.arrayContaining(["option", "package", "directory", "files", "resources", "mcp", "isolated"]),
    );
    expect(await labels(`${program}files:\n      settings:\n        |`)).toEqual(
      expect.arrayContaining(["path", "from", "format", "strategy"]),
    );
  });

  it("offers the values of a key, and tells what it is for", async () => {
    const file = "programs:\n  - name: app\n    files:\n      settings:\n        ";
    expect(await labels(`${file}strategy: |`)).toEqual(expect.arrayContaining(["link", "merge", "copy"]));
    expect(await editor.hover(`${file}strat|egy: link\n`)).toContain("a read-only `link`");
  });

  it("underlines mistakes where they are", async () => {
    const text = "programms: [pi]\nprograms:\n  - name: App\n    directory: {default: a}\n    files: {}\n";
    const found = await editor.check(text);
    expect(found).toContain("1: Property programms is not allowed.");
    expect(found.some((line) => line.startsWith("3: "))).toBe(true);
  });

  it.each([
    ["programs: [pi]\n"],
    [
      "programs:\n  - name: app\n    directory: {default: .config/app}\n    files:\n      settings: {path: a.json, from: 'npm:app@1.0.0/a.json'}\n",
    ],
  ])("finds nothing in %j", async (text) => {
    expect(await editor.check(text)).toEqual([]);
  });
});

it("has a schema that takes a path to itself", () => {
  const validate = new Ajv({ strict: false }).compile(declarationSchema(""));
  expect(validate({ $schema: "./declaration.schema.json", programs: ["pi"] })).toBe(true);
  expect(validate({ programs: [] })).toBe(false);
});
