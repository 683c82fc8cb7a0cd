import { describe, expect, it } from "vitest";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { keyedImport } from "../../src/compiler/importers/keyed.js";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { temporaryDirectory } from "../output/tree.js";
import { content, homeOf, write } from "./overlay.js";

// However a schema says that a file is a set of keys, its module has them.

const keys: JsonObject = { type: "object", properties: { theme: { type: "string", format: "uri" } } };
const nested: JsonObject = {
  ...keys,
  properties: { theme: { type: "string" }, other: { $ref: "#/$defs/C" } },
};
const forms: Readonly<Record<string, JsonObject>> = {
  plain: keys,
  "by name": { $ref: "#/$defs/C", $defs: { C: keys } },
  "by a name that leads to a name": { $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/C" }, C: keys } },
  "that contains itself": { $ref: "#/$defs/C", $defs: { C: nested } },
  "beside null": { anyOf: [{ type: "null" }, keys] },
  "beside a list of such": {
    anyOf: [{ type: "array", items: { $ref: "#/$defs/C" } }, { $ref: "#/$defs/C" }],
    $defs: { C: keys },
  },
  "beside a switch": { oneOf: [{ type: "boolean" }, keys] },
};

const written =
  "home: builtins.mapAttrs (_: file: file.source.text or file.text or null) home.config.home.file";

const keyed = (schema: JsonObject): Imported => keyedImport(importJsonSchema(JSON.stringify(schema)), "app");

describe.each(Object.entries(forms))("keys %s", (_, schema) => {
  it("are options of a module", async () => {
    const cwd = temporaryDirectory();
    write(cwd, {
      "app.schema.json": schema,
      "nixsmith.config.json": {
        programs: ["by file", "in place"].map((from) => ({
          name: from.replace(" ", "-"),
          package: null,
          directory: { default: ".app" },
          files: { settings: { path: "app.json", from: from === "by file" ? "./app.schema.json" : schema } },
        })),
      },
    });
    await content(cwd, "import");
    await content(cwd, "generate");
    for (const name of ["by-file", "in-place"]) {
      const files = await homeOf(cwd, name, '{settings.theme = "dark";}', written);
      expect(files).toEqual({ ".app/app.json": '{"theme":"dark"}' });
      const wrong = homeOf(cwd, name, "{settings.theme = 5;}", written);
      await expect(wrong).rejects.toThrow(`programs.${name}.settings.theme`);
    }
  });

  it("are at the root, with every definition that they need and no other", () => {
    const { type, definitions } = keyed(schema);
    expect(type.kind === "submodule" && type.options.map(({ name }) => name)).toContain("theme");
    expect(Object.keys(definitions)).toEqual(schema === forms["that contains itself"] ? ["C"] : []);
  });
});

it("what is lost is named where the keys are now", () => {
  const { losses } = keyed(forms["by name"] ?? {});
  expect(losses.map(({ path }) => path)).toEqual(["theme"]);
});

it("what stands beside the keys is said to be lost", () => {
  const { losses } = keyed(forms["beside a switch"] ?? {});
  expect(losses).toContainEqual({
    path: "",
    status: "dropped",
    reason: "what is no set of keys cannot be written",
  });
});

it.each<[string, JsonObject]>([
  ["a list", { type: "array", items: keys }],
  ["text", { type: "string" }],
  ["a name that leads to a list", { $ref: "#/$defs/L", $defs: { L: { type: "array" } } }],
])("%s is refused", (_, schema) => {
  expect(() => keyed(schema)).toThrow("it describes no keys of a file");
});

it("a map has keys of any name", () => {
  const { type } = keyed({ type: "object", additionalProperties: { type: "integer" } });
  expect(type).toEqual({ kind: "submodule", options: [], freeform: { kind: "int" } });
});
