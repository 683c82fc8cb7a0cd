import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nixsmith } from "../cli/command.js";
import { content, write } from "../declaration/overlay.js";
import { temporaryDirectory } from "../output/tree.js";

const lefthook = ["init", "--program", "lefthook", "--from", "npm:lefthook@2.2.2"];

describe("nixsmith init --program", () => {
  it("writes a declaration and its facts, of which a tree can be made at once", async () => {
    const cwd = temporaryDirectory();
    const { out, err } = await content(cwd, ...lefthook);
    expect(out).toBe("nixsmith.config.ts\nschema/lefthook/history.json\nschema/lefthook/settings.json\n");
    expect(err).toMatch(/\nnext: look at its directory and file names, then nixsmith generate\n$/);
    expect(
      readFileSync(join(cwd, "nixsmith.config.ts"), "utf8"),
    ).toBe(`import { defineConfig, npm, program } from "nixsmith";

export default defineConfig({
  programs: [
    program({
      name: "lefthook",
      package: "lefthook", // its attribute in nixpkgs
      directory: { default: ".config/lefthook" }, // where it keeps its configuration
      files: {
        settings: { path: "lefthook.json", from: npm("lefthook@2.2.2", "schema.json") },
      },
    }),
  ],
});
`);
    await content(cwd, "generate");
    await content(cwd, "generate", "--check");
  });

  it.each([
    [
      "nixsmith.config.yaml",
      "programs: [pi]\n",
      "  - name: lefthook\n    package: lefthook # its attribute in nixpkgs\n",
    ],
    ["nixsmith.config.json", { programs: ["pi"] }, '  {\n    "name": "lefthook",\n'],
    ["nixsmith.config.mjs", "export default { programs: ['pi'] };", '  program({\n    name: "lefthook",\n'],
  ])("leaves %s alone, and says what to add", async (file, text, said) => {
    const cwd = temporaryDirectory();
    write(cwd, { [file]: text });
    const { out, err } = await content(cwd, ...lefthook);
    expect(out).not.toContain("nixsmith.config");
    expect(err).toContain(`to add to the programs of ${file}:\n${said}`);
  });

  it("offers what looks like settings, and asks where there are several", async () => {
    const from = ["init", "--program", "oxlint", "--from", "npm:@opencode-ai/sdk@1.19.3"];
    const alone = await nixsmith(from, { cwd: temporaryDirectory() });
    expect(alone.status).toBe(2);
    expect(alone.err).toMatch(/several files that may describe its settings\n {2}expected: one of .*#Config/);
    const asked: string[] = [];
    const none = await nixsmith(from, {
      cwd: temporaryDirectory(),
      ask: async (question) => {
        asked.push(question);
        return "99";
      },
    });
    expect(asked.join()).toMatch(/^What describes its settings\?\n {2}1 {2}dist\/index\.d\.ts#Config\n/);
    expect(none.err).toMatch(/"99" is none of them\n {2}expected: 1 to \d+\n/);
  });

  it.each([
    [["--program", "App", "--from", "npm:lefthook@2.2.2"], "programs[0].name: expected text that matches"],
    [
      ["--program", "app"],
      "what the program is published as is missing\n  expected: --from npm:NAME@VERSION",
    ],
    [["--program", "app", "--from", "npm:lefthook"], "names no version"],
    [["--program", "app", "--from", "lefthook"], '"lefthook" is no release of a package'],
    [
      ["--program", "app", "--from", "npm:lefthook@2.2.2", "--source", "schemas.json"],
      "it has no file schemas.json",
    ],
    [
      ["--program", "app", "--from", "npm:picocolors@1.1.1"],
      "has no schema, and no type that is named as settings are",
    ],
  ])("%j is refused", async (args, said) => {
    const cwd = temporaryDirectory();
    const { status, err } = await nixsmith(["init", ...args], { cwd });
    expect(status).toBe(2);
    expect(err).toContain(said);
  });
});

it("an overlay carries the programs that are named, and no other", async () => {
  const cwd = temporaryDirectory();
  await content(cwd, "init", "--as", "overlay", "--with", "pi");
  expect(readFileSync(join(cwd, "nixsmith.config.ts"), "utf8")).toContain('programs: ["pi"]');
  const { err } = await nixsmith(["init", "--as", "overlay", "--with", "pi", "pii"], { cwd });
  expect(err).toContain('"pi pii" is no answer to: Which programs does it carry?\n  expected: of pi');
});
