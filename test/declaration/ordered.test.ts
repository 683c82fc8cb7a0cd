import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";

// A program that takes the last entry that matches: its module writes them as the user has them.

const action = { enum: ["ask", "allow", "deny"] };
const schema = {
  type: "object",
  properties: {
    permission: { anyOf: [action, { type: "object", additionalProperties: action }] },
    timezone: { type: ["string", "null"] },
    servers: { type: "object", additionalProperties: { type: "object" } },
  },
};
const declared = {
  name: "asker",
  package: null,
  directory: { default: ".config/asker" },
  files: {
    settings: { path: "asker.json", from: "schema.json", ordered: ["permission"] },
    others: { path: "others.json", from: "schema.json" },
  },
  mcp: { file: "settings", key: "servers" },
};

const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const homeManager = checkout === "" ? "null" : `(/. + ${quoted(checkout)})`;

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-ordered-"));
  writeFileSync(join(cwd, "schema.json"), JSON.stringify(schema));
  writeFileSync(join(cwd, "nixsmith.config.json"), JSON.stringify({ programs: [declared] }));
  expect((await nixsmith(["import", "asker"], { cwd })).status).toBe(0);
  expect((await nixsmith(["generate"], { cwd })).status).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function files(...modules: readonly string[]): Promise<unknown> {
  const { path } = await findLibrary();
  const { home } = await evaluateMany({
    home: `builtins.mapAttrs (_: file: file.source.text or file.text or null) (import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${path};
      homeManager = ${homeManager};
      modules = [${join(cwd, "modules/home-manager/asker")} {programs.asker.enable = true;} ${modules.map((one) => `({lib, ...}: {programs.asker = ${one};})`).join(" ")}];
    }).config.home.file`,
  });
  if (home?.ok !== true) throw home?.error ?? new Error("nothing");
  return home.value;
}

it("writes a set in the order of its list, and the rest as it is", async () => {
  const written = await files(
    '{settings.permission = lib.mkAfter [{"git *" = "allow";} {bash = "deny";}]; settings.timezone = null;}',
    '{settings.permission = [{"*" = "ask";}]; mcpServers.here.command = "x"; others.permission."*" = "ask";}',
  );
  expect(written).toMatchObject({
    ".config/asker/asker.json": `{
  "permission": {
    "*": "ask",
    "git *": "allow",
    "bash": "deny"
  },
  "servers": {
    "here": {
      "command": "x"
    }
  },
  "timezone": null
}
`,
    ".config/asker/others.json": '{"permission":{"*":"ask"}}',
  });
});

it("has no file for a set of nothing", async () => {
  expect(await files("{settings.permission = [];}")).not.toHaveProperty([".config/asker/asker.json"]);
});

it("refuses a set that has lost its order, by the option's name", async () => {
  await expect(files('{settings.permission = {a = "ask"; b = "deny";};}')).rejects.toThrow(
    /`programs\.asker\.settings\.permission' .* expected a list of sets with one name each/u,
  );
});

it.each<[string, object, object, string]>([
  ["YAML", { format: "yaml" }, {}, "only JSON keeps an order, and this file is yaml"],
  [
    "a file that is merged",
    { strategy: "merge" },
    {},
    "a merged file keeps the order that it has; link or copy it",
  ],
  [
    "a key that is not there",
    { ordered: ["permision"] },
    {},
    "permision: there is no set whose names could be in order",
  ],
])("%s cannot be ordered", async (_, file, program, want) => {
  const settings = { ...declared.files.settings, ...file };
  const programs = [{ ...declared, ...program, files: { ...declared.files, settings } }];
  writeFileSync(join(cwd, "wrong.json"), JSON.stringify({ programs }));
  const { status, err } = await nixsmith(["generate", "--check", "--config", "wrong.json"], { cwd });
  expect(status).toBe(2);
  expect(err).toContain(want);
});
