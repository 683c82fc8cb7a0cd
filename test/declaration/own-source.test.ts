import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { temporaryDirectory } from "../output/tree.js";
import { content, homeOf, write } from "./overlay.js";

// Sources that stand in the declaration: a schema of zod, a JSON Schema, options by hand. The same three keys in each.

const zodText = `import { defineConfig, program } from "nixsmith";
import { zod } from "nixsmith/zod";
import * as z from "zod";

const Server = z.object({ url: z.string(), port: z.int().min(1).max(65535).optional() });
const Settings = z.object({
  theme: z.enum(["dark", "light"]).optional().describe("Which colours."),
  retries: z.int().min(0).max(9).default(3).describe("How often."),
  servers: z.record(z.string(), Server).optional(),
});

export default defineConfig({
  programs: [
    program({
      name: "app",
      package: null,
      directory: { default: ".config/app" },
      files: { settings: { path: "app.json", from: zod(Settings), descriptions: { servers: "Whom to ask." } } },
    }),
  ],
});
`;

const schemaText = `programs:
  - name: app
    directory: {default: .config/app}
    files:
      settings:
        path: app.json
        from:
          type: object
          properties:
            theme: {enum: [dark, light, null], default: null, description: Which colours.}
            retries: {type: integer, minimum: 0, maximum: 9, description: How often.}
            servers: {type: object, additionalProperties: {$ref: "#/definitions/Server"}}
          definitions:
            Server:
              type: object
              required: [url]
              properties:
                url: {type: string}
                port: {type: integer, minimum: 1, maximum: 65535}
        descriptions: {servers: Whom to ask.}
`;

const option = (name: string, type: object, description: string) => ({
  name,
  type: { kind: "nullOr", of: type },
  description,
  default: { kind: "data", value: null },
});
const port = option("port", { kind: "int", min: 1, max: 65535 }, "");
const server = [{ name: "url", type: { kind: "str" }, description: "" }, port];
const byHand = [
  option("theme", { kind: "enum", values: ["dark", "light"] }, "Which colours."),
  option("retries", { kind: "int", min: 0, max: 9 }, "How often."),
  option("servers", { kind: "attrsOf", of: { kind: "submodule", options: server } }, "Whom to ask."),
];
const app = (from: unknown) => ({
  programs: [
    { name: "app", directory: { default: ".config/app" }, files: { settings: { path: "app.json", from } } },
  ],
});

/** Each way to declare it, in a directory of its own. */
const ways: readonly (readonly [name: string, file: string, text: unknown])[] = [
  ["a schema of zod", "nixsmith.config.ts", zodText],
  ["a JSON Schema", "nixsmith.config.yaml", schemaText],
  ["options by hand", "nixsmith.config.json", app(byHand)],
];

describe.each(ways)("keys out of the declaration itself: %s", (_name, file, text) => {
  let cwd: string;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "nixsmith-own-"));
    write(cwd, { [file]: text });
    await content(cwd, "generate");
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  it("needs no facts, and is the same every time", async () => {
    expect(existsSync(join(cwd, "schema"))).toBe(false);
    await content(cwd, "generate", "--check");
    const types = readFileSync(join(cwd, "modules/app/settings.nix"), "utf8");
    expect(types).toMatch(/# app's options: nixsmith\.config#app\.settings \(sha512-/);
    await content(cwd, "docs", "--out", "docs");
    await content(cwd, "docs", "--out", "docs", "--check");
    const page = readFileSync(join(cwd, "docs/options.html"), "utf8");
    for (const words of ["Which colours.", "How often.", "Whom to ask."]) expect(page).toContain(words);
  });

  const written = 'home: builtins.fromJSON home.config.home.file.".config/app/app.json".source.text';
  it.each([
    ['{settings = {theme = "dark"; retries = 4;};}', { theme: "dark", retries: 4 }],
    [
      '{settings.servers.one = {url = "https://a"; port = 8080;};}',
      { servers: { one: { url: "https://a", port: 8080 } } },
    ],
    ["{settings.unheard-of.key = true;}", { "unheard-of": { key: true } }],
  ])("takes %s", async (config, value) => {
    expect(await homeOf(cwd, "app", config, written)).toEqual(value);
  });

  it.each([
    ['{settings.theme = "drak";}', "programs.app.settings.theme"],
    ["{settings.retries = 10;}", "programs.app.settings.retries"],
    ["{settings.servers.one.port = 1;}", "programs.app.settings.servers.one.url"],
    ['{settings.servers.one = {url = "a"; port = 0;};}', "programs.app.settings.servers.one.port"],
  ])("refuses %s", async (config, path) => {
    await expect(homeOf(cwd, "app", config, written)).rejects.toThrow(path);
  });

  it("has nothing to import, and says how it was read", async () => {
    const { out, err } = await content(cwd, "import", "app");
    expect(out).toMatch(
      /^app, settings: nixsmith\.config#app\.settings \(sha512-.*\)\n\d+ keys: \d+ exact, 0 widened/,
    );
    expect(err).not.toContain("written");
    expect(existsSync(join(cwd, "schema"))).toBe(false);
    expect((await content(cwd, "import", "--check")).err).toBe("app: nothing newer\n");
  });
});

const built = join(packageRoot, "dist/src/toolkit/cli/main.js");

describe("what is no source in a declaration is refused", () => {
  const zodOf = (from: string) => `import { zod } from "nixsmith/zod";
import * as z from "zod";
export default { programs: [{ name: "app", directory: { default: "a" }, files: { settings: { path: "b", from: ${from} } } }] };
`;
  it.each([
    [
      "nixsmith.config.ts",
      zodOf("z.object({ a: z.string() })"),
      'from is a schema of zod, which is a program\n  expected: its keys as data\n  to mend: from: zod(…), with import { zod } from "nixsmith/zod"',
    ],
    ["nixsmith.config.ts", zodOf("zod(z.object({ a: z.date() }))"), "no file holds what this schema of zod"],
    ["nixsmith.config.ts", zodOf("zod(z.string())"), "it describes no keys of a file"],
    ["nixsmith.config.json", app([]), "programs[0].files.settings.from: expected"],
    ["nixsmith.config.json", app([...byHand, { name: "x" }]), "files.settings.from[3]: expected an option"],
    [
      "nixsmith.config.json",
      app([option("x", { kind: "ref", name: "Y" }, "")]),
      "the options of app.settings name a type Y, and there is none",
    ],
    ["nixsmith.config.json", app({ type: "object", properties: 3 }), "properties"],
  ])("%s holding %s", async (file, text, said) => {
    const cwd = temporaryDirectory();
    write(cwd, { [file]: text });
    // The built program: vitest has a way of its own with what a declaration imports, where Node runs TypeScript itself.
    const { exitCode, stderr } = await execa(process.execPath, [built, "generate"], { cwd, reject: false });
    expect(stderr).toContain(said);
    expect(exitCode).toBe(2);
    expect(existsSync(join(cwd, "modules"))).toBe(false);
  });
});
