import { file, npm, program, resource } from "../../src/index.js";
import { agents } from "./agents.js";
import { keybindingsDescriptions, settingsDescriptions } from "./descriptions.js";

/** Claude Code, the coding agent of Anthropic. What it reads, and where: its pages on settings and memory, of 2.1. */
export const declaration = program({
  name: "claude-code",
  title: "Claude Code",
  option: ["coding", "agents", "claude-code"],
  package: "claude-code",
  directory: { default: ".claude", variable: "CLAUDE_CONFIG_DIR" },
  files: {
    settings: {
      path: "settings.json",
      why: "Its keys are those of the Agent SDK's type, since no package holds a schema of them.",
      from: npm("@anthropic-ai/claude-agent-sdk@0.3.332", "sdk.d.ts#Settings"),
      // It writes its settings anew, in the place of a link, and watches the directory that they lie in.
      strategy: "merge",
      apart: true,
      always: { $schema: "https://json.schemastore.org/claude-code-settings.json" },
      descriptions: settingsDescriptions,
    },
    keybindings: {
      path: "keybindings.json",
      from: file("./keybindings.schema.json"),
      descriptions: keybindingsDescriptions,
    },
  },
  context: "CLAUDE.md",
  resources: {
    agents: resource.agents("agents"),
    commands: resource.commands("commands"),
    skills: resource.skills("skills"),
    rules: resource.rules("rules"),
    hooks: resource.hooks("hooks"),
    outputStyles: { path: "output-styles/<name>.md", what: "Output styles" },
    themes: { ...resource.themes("themes"), content: {} },
    // Since 2.1.157 a directory among the skills is a plugin where it has a manifest.
    plugins: { path: "skills/<name>", what: "Plugins", whole: true },
    workflows: { path: "workflows/<name>.js", what: "Workflows" },
  },
  mcp: {
    file: ".claude.json",
    key: "mcpServers",
    // Its own file for servers of a user, which holds much else.
    strategy: "merge",
    atDefault: ".claude.json",
    form: { types: { local: "stdio", remote: "http" }, variable: "${<name>}" },
  },
  agents,
  // The two are released together.
  versions: { "0.2.": "2.1.", "0.3.": "2.1." },
  isolated: {
    description: "Claude Code, a coding agent",
    command: "claude",
    credentials: ".credentials.json",
    // Decisions that it asks for once, or that belong to a terminal.
    kept: ["skipWorkflowUsageWarning", "theme", "tui"],
    // "Settings files" of its documentation; what lies there wins over everything else that it reads on the machine.
    settingsDirectory: "/etc/claude-code/managed-settings.d",
    // Of the variables that it takes from nobody's settings, those that name another place for its settings and tokens.
    reserved: [
      "CLAUDE_CODE_MANAGED_SETTINGS_PATH",
      "CLAUDE_CODE_MOCK_REMOTE_SETTINGS",
      "CLAUDE_CODE_REMOTE_SETTINGS_PATH",
      "CLAUDE_SECURESTORAGE_CONFIG_DIR",
    ],
    // "LLM gateway configuration" of its documentation.
    outside: {
      environmentKey: "env",
      environment: {
        anthropic: { ANTHROPIC_BASE_URL: "<url>", ANTHROPIC_API_KEY: "<placeholder>" },
      },
      // What 2.1.332 makes its own requests with, of what it takes away from programs that it starts or lets no remote settings set.
      credentials: {
        anthropic: [
          "CLAUDE_CODE_OAUTH_TOKEN",
          "CLAUDE_CODE_OAUTH_REFRESH_TOKEN",
          "CLAUDE_CODE_SESSIONS_OAUTH_TOKEN",
          "CLAUDE_CODE_SESSION_ACCESS_TOKEN",
        ],
      },
    },
    // What 2.1.332 makes in its directory; `.claude.json` is there where the variable names that.
    own: [
      ".claude.json",
      "backups",
      "cache",
      "daemon",
      "debug",
      "downloads",
      "file-history",
      "history.jsonl",
      "ide",
      "image-cache",
      "jobs",
      "local",
      "paste-cache",
      "plans",
      "plugins",
      "projects",
      "session-env",
      "sessions",
      "shell-snapshots",
      "stats-cache.json",
      "statsig",
      "tasks",
      "teams",
      "telemetry",
      "todos",
      "traces",
      "uploads",
      "usage-data",
    ],
    examples: {
      settings: { model: "opus", permissions: { deny: ["Read(./.env)"] } },
      environment: { DISABLE_AUTOUPDATER: "1" },
    },
  },
});
