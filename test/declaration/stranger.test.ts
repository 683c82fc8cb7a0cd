import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { published } from "../import/published.js";
import { harvest } from "../output/tree.js";

// lefthook, which no file of src/ or templates/ names: declared, generated and evaluated.

const declaration = {
  programs: [
    "pi",
    {
      name: "lefthook",
      package: "lefthook",
      directory: { default: ".config/lefthook" },
      files: {
        settings: { path: "lefthook.yml", from: "lefthook.schema.json", format: "yaml" },
        local: { path: "lefthook-local.json", from: "lefthook.schema.json", strategy: "merge" },
      },
      resources: { scripts: { path: "scripts/<name>.sh", what: "Scripts", executable: true } },
      context: "NOTES.md",
    },
  ],
};
const script = `import { defineConfig } from "nixsmith";\nexport default defineConfig(${JSON.stringify(declaration)});\n`;

const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const homeManager = checkout === "" ? "null" : `(/. + ${quoted(checkout)})`;

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-stranger-"));
  writeFileSync(join(cwd, "lefthook.schema.json"), await published("lefthook", "2.2.2", "schema.json"));
  writeFileSync(join(cwd, "nixsmith.config.json"), JSON.stringify(declaration));
  expect((await nixsmith(["import", "lefthook"], { cwd })).status).toBe(0);
  expect((await nixsmith(["generate"], { cwd })).status).toBe(0);
});

afterAll(() => rmSync(cwd, { recursive: true }));

async function evaluated(config: string, select: string): Promise<unknown> {
  const { path } = await findLibrary();
  const { home } = await evaluateMany({
    home: `(${select}) (import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${path};
      homeManager = ${homeManager};
      modules = [${join(cwd, "modules/home-manager/lefthook")} {programs.lefthook = {enable = true;} // ${config};}];
    })`,
  });
  if (home?.ok !== true) throw home?.error ?? new Error("nothing");
  return home.value;
}

describe("a program that nixsmith does not bring", () => {
  it("has a module whose files hold what is set", async () => {
    const files = await evaluated(
      `{
        package = null;
        settings.pre-commit.commands.lint.run = "npm run lint";
        scripts.check = "exit 0\n";
        context = "Be brief.\n";
      }`,
      "home: builtins.mapAttrs (_: file: file.source.text or file.text or null) home.config.home.file",
    );
    expect(files).toMatchObject({
      ".config/lefthook/NOTES.md": "Be brief.\n",
      ".config/lefthook/lefthook.yml": '{"pre-commit":{"commands":{"lint":{"run":"npm run lint"}}}}',
      ".config/lefthook/scripts/check.sh": "exit 0\n",
    });
  });

  it("refuses a value of another type, by the option's name", async () => {
    const wrong = evaluated(
      '{package = null; settings.colors = 5; settings.no_tty = "x";}',
      "home: home.config.home.file",
    );
    await expect(wrong).rejects.toThrow(/programs\.lefthook\.settings\.(colors|no_tty)/);
  });

  it("is merged into a file of its own at activation, where the declaration says so", async () => {
    const activation = await evaluated(
      "{package = null; local.no_tty = true;}",
      "home: home.config.home.activation.lefthook.data",
    );
    expect(activation).toContain("/home/alice/.config/lefthook/lefthook-local.json");
  });

  it.each([
    ["nixsmith.config.ts", script],
    ["nixsmith.config.mjs", script],
    ["nixsmith.config.yaml", JSON.stringify(declaration, null, 2)],
  ])("is the same out of %s", async (name, text) => {
    writeFileSync(join(cwd, name), text);
    const result = await nixsmith(["generate", "--check", "--config", name], { cwd });
    rmSync(join(cwd, name));
    expect(result).toMatchObject({ status: 0, out: "" });
  });

  it("is one of several: --only writes and documents it alone", async () => {
    const { err } = await nixsmith(["docs", "--only", "lefthook", "--out", "docs", "--format", "markdown"], {
      cwd,
    });
    expect(err).toBe("docs: 1 new\n");
    expect(Object.keys(harvest(join(cwd, "docs")))).toEqual(["programs.lefthook.md"]);
    const check = await nixsmith(["generate", "--check", "--only", "lefthook"], { cwd });
    expect(check.err).toMatch(/^modules: \d+ fresh\n$/);
  });

  it("is compared with another state of itself", async () => {
    const { status, err, out } = await nixsmith(["diff", "./modules", "./modules"], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toContain("no change");
  });
});
