import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { brought, enabled, evaluateHomes, filesOf, resultOf, treeOf } from "./support.js";

const tree = treeOf(brought);

/** One agent that says everything, its rules in an order that counts, and one that a session does not begin with. */
const flake = `{
  lib.loadAgents = {
    smith = {
      name = "smith";
      description = "Forges things";
      display_name = "The Smith";
      mode = "primary";
      max_turns = 7;
      tags = ["metal"];
      skills = ["pdf"];
      model = "anthropic/claude-opus-4";
      systemPrompt = "Forge.\\n";
      permissions = {
        bash = {intent = "ask"; rules = ["git status*:allow" "git *:deny"];};
        edit = {intent = "allow"; rules = ["/run/agenix/**:deny"];};
        webfetch = "deny";
        external_directory = {intent = "ask"; rules = ["~/p/**:allow"];};
      };
    };
    clerk = {
      name = "clerk";
      description = "Writes minutes";
      mode = "subagent";
      model = "openai/gpt-5";
      tools = ["read" "grep"];
      systemPrompt = "Write.\\n";
      permissions.bash = {intent = "ask"; rules = ["ls *:allow"];};
    };
  };
}`;
const written = `agentsInput = fixtures + "/agents-files";`;

const homes = {
  opencode: enabled("opencode", `agentsInput = ${flake};`),
  "claude-code": enabled("claude-code", `strategies.settings = "link"; agentsInput = ${flake};`),
  "opencode written": enabled("opencode", written),
  "claude-code written": enabled("claude-code", written),
};

interface Rendered {
  readonly files: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly failed: readonly string[];
}
let results: Record<string, Outcome>;
let settings: Record<string, Outcome>;
beforeAll(async () => {
  const programs = ["opencode", "claude-code"];
  const select = `home: {files = (${filesOf}) home; inherit (home) warnings; failed = home.failedAssertions;}`;
  results = await evaluateHomes(tree, programs, homes, select);
  settings = await evaluateHomes(
    tree,
    programs,
    { "claude-code": enabled("claude-code", `agentsInput = ${flake};`) },
    `home: (import ${tree}/home-manager/claude-code/files.nix {
      inherit (home.pkgs) lib;
      inherit (home) pkgs;
      cfg = home.config.coding.agents.claude-code // {strategies = {settings = "copy"; keybindings = "link";};};
      typed = {settings = {}; keybindings = {};};
      files = {settings = {path = "settings.json"; format = "json"; always = {}; apart = false;}; keybindings = {path = "k.json"; format = "json"; always = {}; apart = false;};};
      resources = {};
      isDefault = true;
    }).copied.settings.source.text`,
  );
});
const of = (name: keyof typeof homes): Rendered => resultOf(results[name]);
const frontMatter = (text = ""): Record<string, unknown> => parse(text.split(/^---$/m)[1] ?? "");

describe("a canonical agent in opencode", () => {
  it("keeps its permissions' order: the first match of a rule is the last of a map", () => {
    const { files, failed } = of("opencode");
    expect(failed).toEqual([]);
    const { permission, ...rest } = frontMatter(files[".config/opencode/agents/smith.md"]);
    expect(rest).toEqual({
      description: "Forges things",
      mode: "primary",
      model: "anthropic/claude-opus-4",
      steps: 7,
    });
    expect(JSON.stringify(permission)).toBe(
      JSON.stringify({
        bash: { "*": "ask", "git *": "deny", "git status*": "allow" },
        edit: { "*": "allow", "/run/agenix/**": "deny" },
        external_directory: { "*": "ask", "~/p/**": "allow" },
        webfetch: "deny",
      }),
    );
  });

  it("is the one that a session begins with, and has no tool that it does not list", () => {
    const { files } = of("opencode");
    expect(JSON.parse(files[".config/opencode/opencode.json"] ?? "")).toMatchObject({
      default_agent: "smith",
    });
    expect(frontMatter(files[".config/opencode/agents/clerk.md"]).permission).toEqual({
      bash: "deny",
      edit: "deny",
      glob: "deny",
      list: "deny",
      webfetch: "deny",
      websearch: "deny",
    });
  });

  it("names what is lost", () => {
    expect(of("opencode").warnings).toEqual([
      "coding.agents.opencode.agentsInput: smith: display_name is not carried: opencode shows an agent by the name of its file",
      "coding.agents.opencode.agentsInput: smith: tags is not carried: opencode does not group agents",
    ]);
  });
});

describe("a canonical agent in Claude Code", () => {
  it("has its own tools, and its session's permissions in the settings", () => {
    const { files, failed } = of("claude-code");
    expect(failed).toEqual([]);
    expect(frontMatter(files[".claude/agents/smith.md"])).toEqual({
      name: "smith",
      description: "Forges things",
      model: "claude-opus-4",
      maxTurns: 7,
      skills: ["pdf"],
      disallowedTools: "WebFetch",
    });
    expect(frontMatter(files[".claude/agents/clerk.md"])).toEqual({
      name: "clerk",
      description: "Writes minutes",
      tools: "Read, Grep, Bash",
    });
    expect(JSON.parse(resultOf(settings["claude-code"]))).toEqual({
      agent: "smith",
      permissions: {
        additionalDirectories: ["~/p"],
        allow: ["Bash(git status*)", "Edit", "Write", "NotebookEdit"],
        deny: [
          "Bash(git *)",
          "Edit(//run/agenix/**)",
          "Write(//run/agenix/**)",
          "NotebookEdit(//run/agenix/**)",
          "WebFetch",
        ],
      },
    });
  });

  it("names what is lost, the order of two rules included", () => {
    const at = "coding.agents.claude-code.agentsInput";
    expect(of("claude-code").warnings).toEqual([
      `${at}: smith: display_name is not carried: Claude Code shows an agent by its name`,
      `${at}: clerk: model is not carried: Claude Code has models of anthropic alone; name one of those in modelOverrides`,
      `${at}: clerk: permissions.bash is not carried: in Claude Code permissions are the session's, and not an agent's; its prompt says them`,
      `${at}: smith: permissions.bash.rules is not carried: in Claude Code the stricter of two rules wins, not the first: "git status*" gives way`,
      `${at}: smith: tags is not carried: Claude Code does not group agents`,
    ]);
  });
});

it.each(["opencode", "claude-code"] as const)("%s takes the agents of a directory too", (program) => {
  const { files, failed } = of(`${program} written`);
  expect(failed).toEqual([]);
  expect(Object.keys(files).filter((name) => name.includes("/agents/")).length).toBe(4);
});
