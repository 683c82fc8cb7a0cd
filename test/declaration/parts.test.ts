import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nixsmith } from "../cli/command.js";
import { temporaryDirectory } from "../output/tree.js";
import { content, homeOf, write } from "./overlay.js";

// Everything that a declaration may hold beside typed settings, out of two schemas that name their parts alike.

const schemaOf = (part: object) => ({
  type: "object",
  properties: { part: { $ref: "#/definitions/Part" }, tools: { $ref: "#/definitions/tools" } },
  definitions: { Part: part, tools: { type: "object", properties: { deep: { type: "boolean" } } } },
});

const gadget = {
  name: "gadget",
  title: "Gadget",
  package: "sets.gadget",
  directory: { default: ".config/gadget", variable: "GADGET_HOME" },
  files: {
    settings: { path: "gadget.toml", from: "one.json", format: "toml", strategy: "copy" },
    tools: { path: "tools.json", from: "two.json" },
  },
  context: "GADGET.md",
  resources: {
    skills: { path: "skills/<name>/SKILL.md", what: "Skills", directories: true },
    hooks: { path: "hooks/<name>", what: "Hooks", executable: true },
  },
  mcp: { file: "tools", key: "servers" },
  options: [
    {
      name: "loud",
      type: { kind: "bool" },
      description: "Whether Gadget speaks up.",
      default: { kind: "data", value: false },
    },
    {
      name: "context",
      type: { kind: "nullOr", of: { kind: "str" } },
      description: "Another text than the usual one.",
      default: { kind: "data", value: null },
    },
  ],
  templates: { "loud.nix": "./loud.nix.hbs" },
  module: "./extra.nix",
};

const quiet = { ...gadget, name: "quiet", title: "Quiet", mcp: { file: "mcp.json", key: "mcp" } };

const files = {
  "nixsmith.config.json": { maintainers: ["nobody"], programs: [gadget, quiet, "pi"] },
  "one.json": schemaOf({ type: "string" }),
  "two.json": schemaOf({ type: "integer" }),
  "loud.nix.hbs": '{{header}}\n{ {{name}} = "{{option}}"; }\n',
  "extra.nix": "{config, lib, ...}: {config = lib.mkIf false {};}\n",
};

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-parts-"));
  write(cwd, files);
  await content(cwd, "import", "gadget", "quiet");
  await content(cwd, "generate");
});

afterAll(() => rmSync(cwd, { recursive: true }));

const read = (path: string): string => readFileSync(join(cwd, "modules", path), "utf8");

const allFiles = `home: builtins.mapAttrs (_: file:
  (file.source.text or (if file.text or null != null then file.text else toString file.source))
  + (if file.executable or null == true then " x" else "")) home.config.home.file`;

/** Another overlay, for one test. */
function overlay(files: Readonly<Record<string, unknown>>): string {
  const directory = temporaryDirectory();
  write(directory, files);
  return directory;
}

describe("a declaration's parts", () => {
  it("writes TOML by copying, MCP servers into a file of its own keys, and resources", async () => {
    const config = `{
      package = null;
      settings.part = "a";
      tools.part = 3;
      mcpServers.echo.command = "echo";
      skills.one = /nowhere/skill;
      skills.two = "text";
      hooks.start = "exit 0";
    }`;
    expect(await homeOf(cwd, "gadget", config, allFiles)).toEqual({
      ".config/gadget/tools.json": '{"part":3,"servers":{"echo":{"command":"echo"}}}',
      ".config/gadget/skills/one": "/nowhere/skill",
      ".config/gadget/skills/two/SKILL.md": "text",
      ".config/gadget/hooks/start": "exit 0 x",
    });
    const activation = await homeOf(cwd, "gadget", config, "home: home.config.home.activation.gadget.data");
    expect(activation).toContain("/home/alice/.config/gadget/gadget.toml");
    expect(activation).toContain("install -D -m 0600");
  });

  it("takes a whole directory in the place of a set", async () => {
    const whole = await homeOf(
      cwd,
      "gadget",
      "{package = null; skills = /nowhere/skills;}",
      'home: let file = home.config.home.file.".config/gadget/skills"; in [(toString file.source) file.recursive]',
    );
    expect(whole).toEqual(["/nowhere/skills", true]);
  });

  it("writes MCP servers into a file that holds nothing else", async () => {
    const config = '{package = null; mcpServers.echo.command = "echo";}';
    expect(await homeOf(cwd, "quiet", config, allFiles)).toEqual({
      ".config/gadget/mcp.json": '{"mcp":{"echo":{"command":"echo"}}}',
    });
  });

  it("sets the variable where the directory is another one, and there alone", async () => {
    const variables = (config: string) =>
      homeOf(cwd, "gadget", config, "home: home.config.home.sessionVariables");
    expect(await variables('{package = null; path = ".gadget";}')).toEqual({
      GADGET_HOME: "/home/alice/.gadget",
    });
    expect(await variables("{package = null;}")).toEqual({});
  });

  it("has options beside the standard ones, and in the place of one of the same name", async () => {
    const select =
      "home: [home.config.programs.gadget.loud home.options.programs.gadget.context.description]";
    expect(await homeOf(cwd, "gadget", "{package = null; loud = true;}", select)).toEqual([
      true,
      "Another text than the usual one.",
    ]);
  });

  it("tells the parts of two schemas apart that have one name", async () => {
    await expect(homeOf(cwd, "gadget", '{package = null; tools.part = "a";}', allFiles)).rejects.toThrow(
      "programs.gadget.tools.part",
    );
    await content(cwd, "docs", "--out", "docs", "--only", "gadget", "--format", "options-json");
    const documented: Readonly<Record<string, { readonly type: string }>> = JSON.parse(
      readFileSync(join(cwd, "docs/options.json"), "utf8"),
    );
    const type = (name: string) => documented[`programs.gadget.${name}`]?.type;
    expect([type("settings.part"), type("tools.part"), type("settings.tools.deep")]).toEqual([
      "null or string",
      "null or signed integer",
      "null or boolean",
    ]);
  });

  it("makes files by templates of its own, and imports a module of its own", () => {
    expect(read("home-manager/gadget/loud.nix")).toMatch(
      /^# .*nixsmith.*\n.*\n?\{ gadget = "programs\.gadget"; \}\n$/,
    );
    expect(read("home-manager/gadget/extra.nix")).toContain("lib.mkIf false");
    expect(read("home-manager/gadget/default.nix")).toContain("./extra.nix");
  });

  it("puts a template of its own in the place of a standard one, and leaves one out", async () => {
    const own = overlay({
      ...files,
      "nixsmith.config.json": {
        programs: [{ ...gadget, templates: { "default.nix": "./loud.nix.hbs", "files.nix": null } }],
      },
    });
    await content(own, "import");
    const { out } = await content(own, "generate");
    expect(out).not.toContain("gadget/files.nix");
    expect(readFileSync(join(own, "modules/home-manager/gadget/default.nix"), "utf8")).toContain(
      "{ gadget =",
    );
  });

  it.each([
    [
      "loud.nix.hbs",
      "{{nothing}}",
      /the template of loud\.nix: "nothing" not defined.*\n {2}expected: Handlebars, with .*header, .*name, option/,
    ],
    ["loud.nix.hbs", "{{#if", /the template of loud\.nix: Parse error on line 1/],
  ])("%s holding %s is refused", async (path, text, said) => {
    write(cwd, { [path]: text });
    const { status, err } = await nixsmith(["generate", "--check"], { cwd });
    write(cwd, { [path]: files["loud.nix.hbs"] });
    expect(status).toBe(2);
    expect(err).toMatch(said);
  });

  it("says which file is missing", async () => {
    const own = overlay({ ...files, "nixsmith.config.json": { programs: [gadget] } });
    await content(own, "import");
    write(own, { "nixsmith.config.json": { programs: [{ ...gadget, module: "./gone.nix" }] } });
    const { status, err } = await nixsmith(["generate"], { cwd: own });
    expect({ status, err }).toEqual({
      status: 2,
      err: "nixsmith: ./gone.nix: the declaration names a file that is not there\n",
    });
  });
});

describe("--only", () => {
  it("compares one program, and no other that has changed", async () => {
    const before = join(cwd, "before");
    write(cwd, { "one.json": schemaOf({ type: "boolean" }) });
    await content(cwd, "generate", "--out", before);
    await content(cwd, "import", "gadget");
    await content(cwd, "generate", "--out", join(cwd, "after"));
    const compared = async (...more: readonly string[]) =>
      (await nixsmith(["diff", "./before", "./after", ...more], { cwd })).out;
    // What nixsmith.json says of several programs is found in their files, though each names its types alone.
    const own = await compared("--only", "gadget");
    expect(own).toContain("programs.gadget.settings.part");
    expect(own).not.toContain("SECURITY");
    expect(await compared("--only", "quiet")).not.toMatch(/programs\.|SECURITY/);
    expect(await compared()).toContain("programs.gadget.settings.part");
    expect((await nixsmith(["diff", "./before", "./after", "--only", "other"], { cwd })).err).toBe(
      "nixsmith: there is no program other\n  expected: one of gadget, quiet, pi\n",
    );
  });

  it("verifies one program, and all without it", async () => {
    const verified = async (...more: readonly string[]) => (await nixsmith(["verify", ...more], { cwd })).out;
    expect(await verified("--only", "gadget")).toMatch(
      /^ok {6}parse: 24 Nix files\nok {6}evaluate Home Manager: gadget: 0 files written\nok {6}scripts: 1 script, .*\n$/,
    );
    expect(await verified()).toContain(
      "ok      evaluate Home Manager: gadget: 0 files written, quiet: 0 files written, pi: 0 files written\n",
    );
  });

  it("finds what is wrong with another program than pi", async () => {
    write(cwd, {
      "modules/home-manager/quiet/loud.nix": "{",
      "modules/home-manager/gadget/files.nix": '_: throw "broken"',
    });
    const [quiet, broken] = [
      await nixsmith(["verify", "--only", "quiet"], { cwd }),
      await nixsmith(["verify", "--only", "gadget"], { cwd }),
    ];
    await content(cwd, "generate", "--force");
    expect([quiet.status, broken.status]).toEqual([1, 1]);
    expect(quiet.out).toMatch(/failed {2}parse: .*quiet\/loud\.nix/);
    expect(broken.out).toMatch(/failed {2}evaluate Home Manager: gadget: broken/);
  });
});
