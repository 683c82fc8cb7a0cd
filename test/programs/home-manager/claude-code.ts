import { built, type Case, type Cases, fixture } from "./case.js";

const note = '"# Note\\n\\nBe brief.\\n"';
const script = '"#!/usr/bin/env bash\\necho \\"before $1\\"\\n"';

/** Settings as a read-only link, as Home Manager makes it; the emitted module merges them unless told. */
const linked = (options: string): Pick<Case, "theirs" | "ours"> => ({
  theirs: options,
  ours: `strategies.settings = "link"; ${options}`,
});

const directory = (option: string, path: string): Case => ({
  theirs: `${option}Dir = ${fixture(path)};`,
  ours: `${option} = ${fixture(path)};`,
});

const plugin = ".claude/skills/claude-code-home-manager";
const inPlugin = (...files: readonly string[]): NonNullable<Case["differs"]> => ({
  files: [".claude-plugin/plugin.json", ...files].map((file) => `${plugin}/${file}`),
  reason:
    "servers are merged into `.claude.json`, where Claude Code keeps its own, so that their tools have their usual names; Home Manager makes a plugin of them",
});
const lsp = {
  files: [`${plugin}/.claude-plugin/plugin.json`, `${plugin}/.lsp.json`],
  reason: "Claude Code reads language servers of plugins alone; give one in `plugins`",
};
const servers = `mcpServers = {
  docs = {type = "http"; url = "https://example.org/mcp";};
  counter = {type = "stdio"; command = "npx"; args = ["-y" "counter"]; env.URL = "postgresql://localhost/db";};
  odd = {type = "websocket"; url = "wss://example.org"; timeout = 5000;};
};`;
const languages = 'lspServers.go = {command = "gopls"; args = ["serve"]; extensionToLanguage.".go" = "go";};';
const version = (text: string): string =>
  `package = pkgs.writeShellScriptBin "claude" "" // {version = "${text}"; pname = "claude-code";};`;

const settings = `settings = {
  theme = "dark";
  model = "opus";
  includeCoAuthoredBy = false;
  permissions = {
    allow = ["Bash(git diff:*)" "Edit"];
    ask = ["Bash(git push:*)"];
    deny = ["WebFetch" "Read(./.env)"];
    additionalDirectories = ["../docs/"];
    defaultMode = "acceptEdits";
    disableBypassPermissionsMode = "disable";
  };
  hooks.PreToolUse = [{matcher = "Bash"; hooks = [{type = "command"; command = "echo '$X'";}];}];
  statusLine = {type = "command"; command = "cat \\"$1\\""; padding = 0;};
};`;
const everything = `
  context = ${note};
  agents.reviewer = ${note};
  commands.hello = ${note};
  rules.style = "Short lines.";
  hooks.before = ${script};
  outputStyles.terse = "Be terse.";
  skills.one = ${note};`;

/** Of Home Manager's `tests/modules/programs/claude-code`. */
export const claudeCode: Cases = {
  basic: { theirs: "" },
  "config-dir": {
    theirs: `configDir = "/home/alice/.config/claude"; settings.theme = "dark"; ${everything}`,
    ours: `path = ".config/claude"; strategies.settings = "link"; settings.theme = "dark"; ${everything}`,
  },
  "full-config": linked(`${settings}
    commands = {first = ${note}; second = "Second.\\n";};
    agents = {first = ${note}; second = "Second.\\n";};
    hooks = {before = ${script}; after = ${script};};`),
  lsp: { theirs: `${version("2.1.197")} ${languages}`, ours: "", differs: lsp },
  mcp: { theirs: `${version("2.1.157")} ${servers}`, ours: servers, differs: inPlugin(".mcp.json") },
  "mcp-lsp": {
    theirs: `${version("2.1.76")} ${servers} ${languages} plugins.plugin = ${fixture("plugin")};`,
    ours: `${servers} plugins.plugin = ${fixture("plugin")};`,
    differs: {
      files: [".claude/skills/plugin/.claude-plugin/plugin.json", ".claude/skills/plugin/agents/helper.md"],
      reason:
        "the program is not wrapped for releases before 2.1.157, which are given plugins as arguments there",
    },
  },
  "mcp-integration": {
    theirs: "enableMcpIntegration = true;",
    ours: 'strategies.settings = "link";',
    beside: `programs.mcp = {enable = true; servers = {
      off = {command = "true"; disabled = true;};
      plain = {command = "npx"; env.TOKEN.file = "/run/token";};
    };};`,
    differs: {
      ...inPlugin(".mcp.json"),
      files: [...inPlugin(".mcp.json").files, ".claude/settings.json"],
    },
  },
  assertion: {
    theirs: `${version("2.1.75")} ${servers} agents.a = "x"; agentsDir = ${fixture("markdown")};`,
    ours: null,
    differs: {
      files: [],
      reason:
        "one option takes entries or a directory, so that both cannot be said; servers are in a file that every release reads",
    },
  },
  "collision-assertions": {
    theirs: `${version("2.1.157")} ${servers} plugins.claude-code-home-manager = ${fixture("plugin")};`,
    ours: null,
    differs: { files: [], reason: "no plugin is made, so that none of yours has its name" },
  },
  "collision-assertions-legacy-list": {
    theirs: `${version("2.1.157")} plugins = [(${fixture("plugin")}) (${fixture("plugin")})];`,
    ours: null,
    differs: { files: [], reason: "plugins have names of their own, so that no two are alike" },
  },
  "context-inline": { theirs: `context = ${note};` },
  "context-path": { theirs: `context = ${fixture("note.md")};` },
  "rules-dir": directory("rules", "markdown"),
  "rules-path": { theirs: `rules = {file = ${fixture("note.md")}; text = ${note};};` },
  "agents-dir": directory("agents", "markdown"),
  "commands-dir": directory("commands", "markdown"),
  "hooks-dir": directory("hooks", "hooks"),
  "skills-dir": { theirs: `skills = ${fixture("skills")}; plugins.plugin = ${fixture("plugin")};` },
  "skills-path-not-directory": {
    theirs: `${version("2.1.157")} skills = ${fixture("note.md")}; plugins.plugin = ${fixture("plugin")};`,
    ours: null,
    differs: { files: [], reason: "refused by both, each in its own words" },
  },
  "skills-store-path": {
    theirs: `skills = {directory = ${built("skills/two", "skills")}; file = ${built("skills/one/SKILL.md", "skills")};};`,
  },
  "skills-store-path-dir": { theirs: `skills = ${built("skills", "skills")};` },
  "skills-subdir": { theirs: `skills.two = ${fixture("skills/two")};` },
  "agents-path": { theirs: `agents.note = ${fixture("note.md")};` },
  "commands-path": { theirs: `commands.note = ${fixture("note.md")};` },
  "hooks-path": {
    theirs: `hooks = {
      text = ${script};
      file = ${fixture("before")};
      package = pkgs.writeShellScript "package" "exit 0";
    };`,
  },
  "skills-path": { theirs: `skills.note = ${fixture("note.md")};` },
  "legacy-memory-text": { theirs: `memory.text = ${note};`, ours: `context = ${note};` },
  "legacy-memory-source-and-skills-dir": {
    theirs: `memory.source = ${fixture("note.md")}; skillsDir = ${fixture("skills")};`,
    ours: `context = ${fixture("note.md")}; skills = ${fixture("skills")};`,
  },
  "mixed-content": {
    theirs: `
      commands = {text = ${note}; file = ${fixture("note.md")};};
      agents = {text = ${note}; file = ${fixture("note.md")};};
      skills = {text = ${note}; file = ${fixture("note.md")};};
      hooks = {text = ${script}; file = ${fixture("before")};};`,
  },
  "output-styles": { theirs: `outputStyles = {text = ${note}; file = ${fixture("note.md")};};` },
  "output-styles-not-set": linked('settings.theme = "dark";'),
  plugins: {
    theirs: `${version("2.1.197")} plugins = {plugin = ${fixture("plugin")}; bare = ${fixture("bare-plugin")};};`,
    ours: `plugins = {plugin = ${fixture("plugin")}; bare = ${fixture("bare-plugin")};};`,
    differs: {
      files: [".claude/skills/bare/.claude-plugin/plugin.json"],
      reason:
        "a plugin is linked as it is; one without a manifest is no plugin to Claude Code, and none is made up",
    },
  },
  "plugins-legacy-list": {
    theirs: `${version("2.1.197")} plugins = [(${fixture("plugin")})];`,
    ours: `plugins.plugin = ${fixture("plugin")};`,
  },
  "plugins-subdir": {
    theirs: `plugins = {nested = ${built("plugin", "plugin")}; spaced = ${built("plugin", "plugin")};};`,
  },
  "versionless-package": {
    theirs: `package = pkgs.writeShellScriptBin "claude" ""; plugins.plugin = ${fixture("plugin")};`,
    ours: `plugins.plugin = ${fixture("plugin")};`,
    differs: {
      files: [".claude/skills/plugin/.claude-plugin/plugin.json", ".claude/skills/plugin/agents/helper.md"],
      reason: "a program whose version is not known is taken for a new one, and not wrapped",
    },
  },
  marketplacess: {
    theirs: `marketplaces.shop = ${fixture("bare-plugin")};`,
    ours: `strategies.settings = "link"; settings.extraKnownMarketplaces.shop.source = {source = "directory"; path = "\${${fixture("bare-plugin")}}";};`,
    differs: {
      files: [".claude/plugins/known_marketplaces.json"],
      reason: "Claude Code writes that file itself, from the same key of its settings",
    },
  },
};
