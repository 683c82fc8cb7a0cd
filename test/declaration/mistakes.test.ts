import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nixsmith } from "../cli/command.js";
import { temporaryDirectory } from "../output/tree.js";

/** A declared program that is right, with one thing put in the place of another. */
const program = (over: Readonly<Record<string, unknown>>) => ({
  programs: [
    {
      name: "app",
      directory: { default: ".config/app" },
      files: { settings: { path: "app.json", from: "npm:app@1.0.0/schema.json" } },
      ...over,
    },
  ],
});
const file = (over: Readonly<Record<string, unknown>>) =>
  program({ files: { settings: { path: "app.json", from: "npm:app@1.0.0/schema.json", ...over } } });

const at = "programs[0]";

/** What is declared, and what is said of it. */
const mistakes: readonly (readonly [declared: unknown, said: string])[] = [
  [{}, "programs: expected a list of at least 1 items, found a list"],
  [{ programs: [] }, "programs: expected a list of at least 1 items"],
  [{ programs: "pi" }, 'programs: expected a list of at least 1 items, found "pi"'],
  [{ program: ["pi"], programs: ["pi"] }, 'program: there is no such option; did you mean "programs"?'],
  [{ maintainers: 3, programs: ["pi"] }, "maintainers: expected a list, found 3"],
  [{ maintainers: ["a b"], programs: ["pi"] }, "maintainers[0]: expected text that matches"],
  [{ programs: ["pii"] }, `${at}: nixsmith brings no program "pii"; did you mean "pi"?`],
  [{ programs: ["pi", "pi"] }, "programs[1]: there is a program pi already"],
  [{ programs: [7] }, `${at}: expected text that is not empty, or a set of options, found 7`],
  [program({ name: "App" }), `${at}.name: expected text that matches [a-z][a-z0-9-]*, found "App"`],
  [program({ name: "nixos" }), `${at}.name: nixos is a folder of the tree`],
  [program({ titel: "App" }), `${at}.titel: there is no such option; did you mean "title"?`],
  [program({ option: "programs.app" }), `${at}.option: expected a list`],
  [program({ option: ["programs", "a b"] }), `${at}.option[1]: expected text that matches`],
  [program({ package: "a b" }), `${at}.package: expected text that matches`],
  [program({ directory: ".config/app" }), `${at}.directory: expected a set of options, found ".config/app"`],
  [program({ directory: {} }), `${at}.directory.default: this must be set`],
  [program({ directory: { default: "/etc/app" } }), `${at}.directory.default: expected text that matches`],
  [
    program({ directory: { default: "a", variable: "3X" } }),
    `${at}.directory.variable: expected text that matches`,
  ],
  [program({ files: { "a b": { path: "a", from: "b" } } }), `${at}.files.a b: expected a name that matches`],
  [
    program({ files: { enable: { path: "a", from: "b" } } }),
    `${at}.files.enable: there is an option enable already`,
  ],
  [file({ path: "/etc/app.json" }), `${at}.files.settings.path: expected text that matches`],
  [file({ from: "" }), `${at}.files.settings.from: expected text that is not empty`],
  [file({ format: "jsno" }), '"toml", "yaml", found "jsno"; did you mean "json"?'],
  [file({ strategy: "lnik" }), 'found "lnik"; did you mean "link"?'],
  [
    file({ strategy: "merge", format: "toml" }),
    `${at}.files.settings.strategy: only JSON can be merged, and this file is toml`,
  ],
  [
    file({ retired: { a: { insted: "b" } } }),
    `${at}.files.settings.retired.a.insted: there is no such option; did you mean "instead"?`,
  ],
  [file({ paths: "extensions[]" }), `${at}.files.settings.paths: expected a list, found "extensions[]"`],
  [
    program({ resources: { skills: { path: "skills", what: "x" } } }),
    `${at}.resources.skills.path: expected text`,
  ],
  [
    program({ resources: { settings: { path: "s/<name>", what: "x" } } }),
    `${at}.resources.settings: there is an option settings already`,
  ],
  [program({ mcp: { file: "settings" } }), `${at}.mcp.key: this must be set`],
  [
    program({ mcp: { file: "setings", key: "mcp" } }),
    `${at}.mcp.file: there is no file option setings; did you mean "settings"?`,
  ],
  [program({ isolated: "yes" }), `${at}.isolated: expected a set of options, found "yes"`],
  [
    program({ isolated: { credentials: "auth.json" } }),
    `${at}.isolated: an agent has a package; say which, in package`,
  ],
  [
    program({ package: "app", isolated: { credentials: "auth.json" } }),
    `${at}.isolated: an agent finds its directory by an environment variable; say which, in directory.variable`,
  ],
  [
    program({
      package: "app",
      directory: { default: ".config/app", variable: "APP_DIR" },
      isolated: { credentials: "auth.json", settings: "setting" },
    }),
    `${at}.isolated.settings: there is no file option setting; did you mean "settings"?`,
  ],
  [program({ templates: { "../x": "./x.hbs" } }), `${at}.templates.../x: expected a name that matches`],
  [program({ options: [3] }), `${at}.options[0]: expected an option`],
];

/** Ten programs with three mistakes each. */
const thirty = {
  programs: Array.from({ length: 10 }, (_, at) => ({
    name: `app${at}`,
    titel: "App",
    directory: {},
    files: { settings: { path: "app.json", from: "app.schema.json", format: "jsno" } },
  })),
};

async function saidOf(name: string, text: string): Promise<string> {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, name), text);
  const { status, err } = await nixsmith(["generate"], { cwd });
  expect(status).toBe(2);
  return err;
}

describe("a wrong declaration is refused in one line that says where, what was expected, and what was meant", () => {
  it.each(mistakes)("%j", async (declared, said) => {
    const json = await saidOf("nixsmith.config.json", JSON.stringify(declared, null, 2));
    const [line = "", ...more] = json.trimEnd().split("\n");
    expect(more).toEqual([]);
    expect(line).toMatch(/^nixsmith: nixsmith\.config\.json:\d+:\d+: /);
    expect(line).toContain(said);
    // The same of a program, which has no places.
    const script = await saidOf("nixsmith.config.mjs", `export default ${JSON.stringify(declared)};`);
    expect(script).toMatch(/^nixsmith: nixsmith\.config\.mjs: /);
    expect(script).toContain(said);
  });

  it.each(["json", "yaml", "mjs"])("thirty of them in one declaration, as %s", async (kind) => {
    const declared = JSON.stringify(thirty, null, 2);
    const text = kind === "mjs" ? `export default ${declared};` : declared;
    const lines = (await saidOf(`nixsmith.config.${kind}`, text)).trimEnd().split("\n");
    const place = kind === "mjs" ? "" : String.raw`:\d+:\d+`;
    expect(lines).toHaveLength(30);
    for (const line of lines) expect(line).toMatch(new RegExp(`nixsmith\\.config\\.${kind}${place}: `));
    for (let at = 0; at < 10; at += 1) {
      expect(lines.join("\n")).toContain(
        `programs[${at}].titel: there is no such option; did you mean "title"?`,
      );
      expect(lines.join("\n")).toContain(`programs[${at}].directory.default: this must be set`);
      expect(lines.join("\n")).toContain(`programs[${at}].files.settings.format: expected one of`);
    }
  });

  it.each([
    ["nixsmith.config.json", "{", "this is not YAML"],
    ["nixsmith.config.json", '{"programs": ["pi"], "programs": ["pi"]}', "the name stands twice"],
    ["nixsmith.config.yaml", "", "the file is empty; expected a declaration, such as `programs: [pi]`"],
    ["nixsmith.config.yaml", "- pi", "expected a declaration"],
    ["nixsmith.config.mjs", "export const a = 1;", "no default export that is a declaration"],
    ["nixsmith.config.mjs", "export default {programs: [() => 1]};", "is a function"],
    ["nixsmith.config.ts", "throw new Error('broken')", "nixsmith.config.ts: broken"],
    ["nixsmith.config.json", JSON.stringify(program({})), "there are no facts of app's settings"],
  ])("%s holding %s", async (name, text, said) => {
    expect(await saidOf(name, text)).toContain(said);
  });
});
