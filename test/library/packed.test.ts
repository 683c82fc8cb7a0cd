import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";

// The package as npm packs it, in an empty directory, with nothing on PATH but Node and what npm needs: no Nix.

let directory: string;
let tarball: string;
let path: string;

beforeAll(async () => {
  expect(existsSync(join(packageRoot, "dist/src/index.d.ts")), "npm run build makes what is packed").toBe(
    true,
  );
  directory = mkdtempSync(join(tmpdir(), "nixsmith-packed-"));
  path = join(directory, "bin");
  mkdirSync(path);
  for (const program of ["node", "npm", "npx", "sh", "env", "git"]) {
    const { stdout } = await execa("sh", ["-c", `command -v ${program}`]);
    symlinkSync(stdout, join(path, program));
  }
  const packed = await execa("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", directory], {
    cwd: packageRoot,
  });
  const [{ filename }] = JSON.parse(packed.stdout);
  tarball = join(directory, filename);
});

afterAll(() => rmSync(directory, { recursive: true }));

const run = (command: string, args: readonly string[], cwd: string) =>
  execa(command, args, {
    cwd,
    env: { PATH: path, HOME: process.env.HOME ?? "" },
    extendEnv: false,
    reject: false,
  });

async function installed(name: string): Promise<string> {
  const cwd = join(directory, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const { exitCode, stderr } = await run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball],
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  return cwd;
}

const declarations = {
  "nixsmith.config.ts":
    'import { defineConfig } from "nixsmith";\n\nexport default defineConfig({ programs: ["pi"] });\n',
  "nixsmith.config.yaml": "programs:\n  - pi\n",
};

describe("the packed package", () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await installed("overlay");
  });

  afterEach(() => {
    for (const made of ["modules", "docs", ...Object.keys(declarations)])
      rmSync(join(cwd, made), { recursive: true, force: true });
  });

  it.each(Object.entries(declarations))("does everything with three lines of %s", async (name, text) => {
    writeFileSync(join(cwd, name), text);
    const nixsmith = async (...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await run("node_modules/.bin/nixsmith", args, cwd);
      expect(exitCode, stderr).toBe(0);
      return { stdout, stderr };
    };
    expect((await nixsmith("generate")).stderr).toMatch(/^modules: \d+ new$/);
    expect((await nixsmith("generate", "--check")).stderr).toMatch(/^modules: \d+ fresh$/);
    expect((await nixsmith("diff", "./modules", "./modules")).stdout).toContain("no change");
    expect((await nixsmith("docs")).stderr).toMatch(/^docs\/reference: \d+ new$/);
    const { stdout } = await nixsmith("verify");
    expect(stdout).toMatch(/^not run parse: nix-instantiate not found/);
    expect(stdout).toContain("not run evaluate Home Manager");
  });

  it("runs out of npx, with nothing installed", async () => {
    const empty = join(directory, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "nixsmith.config.yaml"), declarations["nixsmith.config.yaml"]);
    const { exitCode, stderr } = await run(
      "npx",
      ["--yes", "--prefer-offline", "--package", tarball, "nixsmith", "generate"],
      empty,
    );
    expect({ exitCode, said: stderr.split("\n").at(-1) }).toEqual({
      exitCode: 0,
      said: expect.stringMatching(/^modules: \d+ new$/),
    });
  });

  it("is a library with types, for a program of somebody else", async () => {
    cpSync(join(packageRoot, "examples/library"), cwd, { recursive: true });
    const types = ["--typeRoots", join(packageRoot, "node_modules/@types"), "--types", "node"];
    const compiled = await execa(
      process.execPath,
      [join(packageRoot, "node_modules/typescript/bin/tsc"), ...types, "-p", "."],
      { cwd, reject: false },
    );
    expect(compiled.stdout).toBe("");
    const first = await run("node", ["review.js"], cwd);
    expect(first.stderr).toBe("");
    expect(first.stdout).toMatch(/^(\d+) files, \1 of them not what they should be\nWhether to /);
    expect(first.stdout).toContain("theme = mkOption {");
    expect(first.stdout).toMatch(
      /\n2 of 2 keys are exact\n.*programs\[0\]: nixsmith brings no program "pii"; did you mean "pi"\?$/,
    );
    // It has written the tree.
    const second = await run("node", ["review.js"], cwd);
    expect(second.stdout).toMatch(/^\d+ files, 0 of them not what they should be\n/);
  });

  it("exports nothing but what is recorded", async () => {
    const inner = await run(
      "node",
      ["--eval", 'import("nixsmith/dist/src/root.js").catch((error) => console.log(error.code))'],
      cwd,
    );
    expect(inner.stdout).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });
});
