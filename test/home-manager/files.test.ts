import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { resultOf } from "../nixos/hosts.js";
import { enabled, evaluateHomes, filesOf, type Home } from "./homes.js";

type Case = readonly [name: string, { readonly given: Home; readonly want: Json }];

const home = (options: string, rest?: string): Home => ({ home: enabled(options, rest) });
const json = (value: Json): string => JSON.stringify(value);

const files: readonly Case[] = [
  ["nothing is written for nothing", { given: home(""), want: {} }],
  ["nothing is written unless enabled", { given: { home: `{coding.agents.pi.context = "x";}` }, want: {} }],
  [
    "settings, without what is null",
    {
      given: home(
        `settings = {defaultProvider = "anthropic"; theme = null; retry.enabled = null; own = {a = 1; b = null;};};`,
      ),
      want: { ".pi/agent/settings.json": json({ defaultProvider: "anthropic", own: { a: 1 } }) },
    },
  ],
  [
    "settings, with paths copied to the store where pi reads paths",
    {
      given: home(`settings = {
        extensions = [(fixtures + "/agents-more/prompts/a.txt") "~/x.ts" "-builtin:todo"];
        skills = [(fixtures + "/agents-skills/skills")];
        prompts = [(fixtures + "/agents-more/prompts/both.md")];
        themes = [(fixtures + "/agents-more/prompts")];
        packages = [
          (fixtures + "/agents-more")
          "npm:pi-x"
          {source = fixtures + "/agents-none"; extensions = ["!a.ts"];}
          pkgs.jq
          inputs.skills-anthropic
        ];
      };`),
      want: {
        ".pi/agent/settings.json": json({
          extensions: ["<store>-a.txt", "~/x.ts", "-builtin:todo"],
          packages: [
            "<store>-agents-more",
            "npm:pi-x",
            { extensions: ["!a.ts"], source: "<store>-agents-none" },
            "<store>-jq-1.8.1",
            "<store>-agents-skills",
          ],
          prompts: ["<store>-both.md"],
          skills: ["<store>-skills"],
          themes: ["<store>-prompts"],
        }),
      },
    },
  ],
  [
    "settings that name skills in the former way",
    {
      given: home(`settings.skills.customDirectories = [(fixtures + "/agents-skills/skills")];`),
      want: { ".pi/agent/settings.json": json({ skills: { customDirectories: ["<store>-skills"] } }) },
    },
  ],
  [
    "settings that are all null",
    { given: home("settings = {theme = null; retry.enabled = null;};"), want: {} },
  ],
  [
    "keybindings, with one that unbinds",
    {
      given: home(`keybindings."tui.editor.cursorUp" = [];`),
      want: { ".pi/agent/keybindings.json": json({ "tui.editor.cursorUp": [] }) },
    },
  ],
  [
    "models, without nulls in their lists",
    {
      given: home(
        `models.providers.local = {baseUrl = "http://localhost/v1"; models = [{id = "m"; name = null;}];};`,
      ),
      want: {
        ".pi/agent/models.json": json({
          providers: { local: { baseUrl: "http://localhost/v1", models: [{ id: "m" }] } },
        }),
      },
    },
  ],
  [
    "another directory",
    { given: home(`path = ".config/pi"; context = "x";`), want: { ".config/pi/AGENTS.md": "x" } },
  ],
  [
    "prose as text",
    {
      given: home(`context = "c"; systemPrompt = "s\\n"; appendSystemPrompt = "a";`),
      want: { ".pi/agent/AGENTS.md": "c", ".pi/agent/APPEND_SYSTEM.md": "a", ".pi/agent/SYSTEM.md": "s\n" },
    },
  ],
  [
    "prose as a path",
    {
      given: home(`context = /p/c.md; systemPrompt = /p/s.md; appendSystemPrompt = "/nix/store/x-a.md";`),
      want: {
        ".pi/agent/AGENTS.md": "/p/c.md",
        ".pi/agent/APPEND_SYSTEM.md": "/nix/store/x-a.md",
        ".pi/agent/SYSTEM.md": "/p/s.md",
      },
    },
  ],
  [
    "text that begins like a path",
    {
      given: home(`context = "/nix/store/x is read-only";`),
      want: { ".pi/agent/AGENTS.md": "/nix/store/x is read-only" },
    },
  ],
  ["empty prose", { given: home(`context = ""; systemPrompt = ""; appendSystemPrompt = "";`), want: {} }],
  [
    "lines of two modules",
    {
      given: home(`context = "a";`, `{coding.agents.pi.context = "b";}`),
      want: { ".pi/agent/AGENTS.md": "a\nb" },
    },
  ],
  [
    "prose as it is, with the space around it",
    {
      given: home(`context = "\n  c \n\n"; systemPrompt = "\ns"; appendSystemPrompt = " a\n\n";`),
      want: {
        ".pi/agent/AGENTS.md": "\n  c \n\n",
        ".pi/agent/APPEND_SYSTEM.md": " a\n\n",
        ".pi/agent/SYSTEM.md": "\ns",
      },
    },
  ],
  [
    "skills, prompts, themes and extensions of one's own",
    {
      given: home(`
        skills = {tone = "t"; file = /p/SKILL.md; whole = /p/whole;};
        prompts = {review = "r"; linked = /p/linked.md;};
        themes = {dusk = {colors.text = "";}; named = {name = "other";}; linked = /p/t.json;};
        extensions = {"a.ts" = "x"; dir = /p/dir;};
      `),
      want: {
        ".pi/agent/extensions/a.ts": "x",
        ".pi/agent/extensions/dir": "/p/dir",
        ".pi/agent/prompts/linked.md": "/p/linked.md",
        ".pi/agent/prompts/review.md": "r",
        ".pi/agent/skills/file/SKILL.md": "/p/SKILL.md",
        ".pi/agent/skills/tone/SKILL.md": "t",
        ".pi/agent/skills/whole": "/p/whole",
        ".pi/agent/themes/dusk.json": json({ colors: { text: "" }, name: "dusk" }),
        ".pi/agent/themes/linked.json": "/p/t.json",
        ".pi/agent/themes/named.json": json({ name: "other" }),
      },
    },
  ],
  [
    "MCP servers in pi's own form",
    {
      given: home(
        `mcpServers.docs = {url = "https://x/mcp"; headers.Authorization = "Bearer \${"$"}{TOKEN}"; exposure = "direct";};`,
      ),
      want: {
        ".pi/agent/mcp.json": json({
          mcpServers: {
            docs: { exposure: "direct", headers: { Authorization: "Bearer ${TOKEN}" }, url: "https://x/mcp" },
          },
        }),
      },
    },
  ],
  [
    "MCP servers of programs.mcp",
    {
      given: home(
        "",
        `{programs.mcp.enable = true; programs.mcp.servers = {
          local = {command = "npx"; args = ["-y" "x"]; env = {KEY.file = "/run/it's"; MODE = "{env:MODE}-1";};};
          remote = {url = "https://x"; headers.A = "{env:A}"; enabled = false;};
          off = {command = "y"; disabled = true;};
        };}`,
      ),
      want: {
        ".pi/agent/mcp.json": json({
          mcpServers: {
            local: {
              args: ["-y", "x"],
              command: "npx",
              env: { KEY: "!cat '/run/it'\\''s'", MODE: "${MODE}-1" },
            },
            off: { command: "y", enabled: false },
            remote: { enabled: false, headers: { A: "${A}" }, url: "https://x" },
          },
        }),
      },
    },
  ],
  [
    "MCP servers instead of those of programs.mcp",
    {
      given: home(
        `mcpServers.b.command = "b";`,
        `{programs.mcp = {enable = true; servers.a.command = "a";};}`,
      ),
      want: { ".pi/agent/mcp.json": json({ mcpServers: { b: { command: "b" } } }) },
    },
  ],
  [
    "none of programs.mcp where that is not enabled",
    { given: home("", `{programs.mcp.servers.a.command = "a";}`), want: {} },
  ],
];

const skills: readonly Case[] = [
  [
    "lib.mkSkills composes them",
    {
      given: home(`
        agentsInput = flake "agents-values";
        externalSkills.anthropic = {src = inputs.skills-anthropic; selectSkills = ["mermaid"];};
        externalSkills.more.src = inputs.skills-anthropic;
      `),
      want: {
        ".pi/agent/skills": {
          changelog: "<store>-agents-values/skills/changelog",
          mermaid: "<store>-agents-skills/skills/mermaid",
          pdf: "<store>-agents-values/skills/pdf",
        },
      },
    },
  ],
  [
    "without it they are linked together",
    {
      given: home(`
        agentsInput = flake "agents-files";
        externalSkills.anthropic = {src = inputs.skills-anthropic; selectSkills = ["mermaid"];};
      `),
      want: {
        ".pi/agent/skills": {
          mermaid: "<store>-agents-skills/skills/mermaid",
          tables: "<store>-agents-files/skills/tables",
        },
      },
    },
  ],
  [
    "they need no agents flake",
    {
      given: home("externalSkills.anthropic.src = inputs.skills-anthropic;"),
      want: {
        ".pi/agent/skills": {
          mermaid: "<store>-agents-skills/skills/mermaid",
          pdf: "<store>-agents-skills/skills/pdf",
        },
      },
    },
  ],
];

const host = (wrapper: string): string => `{m3ta.pi-agent = {
  enable = true;
  wrapper = {enable = true; hideDirectBinary = true; hostConfigPath = ".pi/agent";} // ${wrapper};
  hostUsers.alice.configPath = null;
};}`;

const rest: readonly Case[] = [
  ["the package is installed", { given: home(""), want: { packages: ["pi-coding-agent-1.5.2"] } }],
  ["no package is, where there is none", { given: home("package = null;"), want: { packages: [] } }],
  ["nor where the host hides it", { given: { ...home(""), host: host("{}") }, want: { packages: [] } }],
  [
    "it is where the host does not hide it",
    {
      given: { ...home(""), host: host("{hideDirectBinary = false;}") },
      want: { packages: ["pi-coding-agent-1.5.2"] },
    },
  ],
  [
    "it is where the host has no wrapper",
    {
      given: { ...home(""), host: host("{enable = false;}") },
      want: { packages: ["pi-coding-agent-1.5.2"] },
    },
  ],
  [
    "it is on a host without the module",
    { given: { ...home(""), host: "{}" }, want: { packages: ["pi-coding-agent-1.5.2"] } },
  ],
  [
    "further packages come after the user's PATH",
    {
      given: home("extraPackages = [pkgs.jq pkgs.git];"),
      want: {
        packages: ["pi-coding-agent-with-packages-1.5.2"],
        postBuild:
          'wrapProgram "$out/bin/pi" \\\n  --suffix PATH : <store>-jq-1.8.1/bin:<store>-git-2.50.1/bin\n',
      },
    },
  ],
  [
    "the directory is told to pi where it is not the usual one",
    {
      given: home(`path = ".config/pi";`),
      want: {
        packages: ["pi-coding-agent-1.5.2"],
        variables: { PI_CODING_AGENT_DIR: "/home/alice/.config/pi" },
      },
    },
  ],
  [
    "settings are merged at activation, in place of a file",
    {
      given: home(`mutableSettings = true; settings.theme = "dark";`),
      want: {
        packages: ["pi-coding-agent-1.5.2"],
        activation: {
          piSettings: {
            after: ["writeBoundary", "linkGeneration"],
            before: [],
            data: "run <store>-pi-merge-settings/bin/pi-merge-settings <store>-pi-settings.json /home/alice/.pi/agent/settings.json /home/alice/.local/state/pi-coding-agent/managed-settings.json\n",
          },
        },
      },
    },
  ],
  [
    "and quoted, whatever the home is called",
    {
      given: home("mutableSettings = true;", `{home.homeDirectory = "/home/a b'$(id)";}`),
      want: {
        packages: ["pi-coding-agent-1.5.2"],
        activation: {
          piSettings: {
            after: ["writeBoundary", "linkGeneration"],
            before: [],
            data: `run <store>-pi-merge-settings/bin/pi-merge-settings <store>-pi-settings.json '/home/a b'\\''$(id)/.pi/agent/settings.json' '/home/a b'\\''$(id)/.local/state/pi-coding-agent/managed-settings.json'\n`,
          },
        },
      },
    },
  ],
];

/** Store paths without what depends on their content. */
const withoutHashes = (value: Json): Json =>
  JSON.parse(JSON.stringify(value).replaceAll(/\/nix\/store\/[0-9a-z]{32}/g, "<store>"));

const named = (cases: readonly Case[]): Record<string, Home> =>
  Object.fromEntries(cases.map(([name, { given }]) => [name, given]));

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  outcomes = {
    ...(await evaluateHomes(
      named([...files, ...skills]),
      `home: let
        files = (${filesOf}) home;
        ofAgents = name: home.config.coding.agents.pi.agentsInput != null && builtins.match ".*/skills.*" name == null;
      in
        assert home.failedAssertions == [];
        removeAttrs files (builtins.filter ofAgents (builtins.attrNames files))`,
    )),
    ...(await evaluateHomes(
      named(rest),
      `home: let
        inherit (home.config.home) activation packages sessionVariables;
        optional = name: value: if value == {} then {} else {\${name} = value;};
      in
        {packages = map (package: package.name) packages;}
        // optional "variables" sessionVariables
        // optional "activation" activation
        // (if builtins.any (package: package ? postBuild) packages then {inherit (builtins.head packages) postBuild;} else {})`,
    )),
  };
});

const check = (name: string, { want }: Case[1]): void => {
  expect(withoutHashes(resultOf(outcomes[name]))).toEqual(want);
};
describe("pi's directory", () => {
  it.each(files)("%s", check);
});
describe("skills", () => {
  it.each(skills)("%s", check);
});
describe("the rest of the home", () => {
  it.each(rest)("%s", check);
});
