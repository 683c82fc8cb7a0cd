import { program } from "../../../../schema/claude-code/index.js";
import type { Use } from "./types.js";

const model = "obedient";

/** Tools that nobody is asked about. */
const allowed = ["--allowedTools", "Bash,Edit,Read,Write"];

export const claudeCode: Use = {
  program,
  binary: "/opt/claude-code/bin/claude",
  version: "2.1.332 (Claude Code)",
  provider: () => ({ path: "settings.json", text: JSON.stringify({ env: { ANTHROPIC_MODEL: model } }) }),
  providerSettings: () => ({}),
  // The prompt comes by its input, for it shows its arguments to whoever lists processes.
  unattended: (prompt) => ({
    args: ["-p", ...allowed],
    stdin: typeof prompt === "string" ? prompt : JSON.stringify(prompt),
  }),
  interactive: { args: "", shows: /Let's get started|text style/, asksFirst: true, leave: ["C-c", "C-c"] },
  refused: { args: ["-p", "x", "--permission-mode", "none"], says: /permission-mode/ },
  tools: {
    bash: (command) => ({ tool: "Bash", arguments: { command, description: "a test" } }),
    write: (project, path, content) => ({
      tool: "Write",
      arguments: { file_path: `${project}/${path}`, content },
    }),
    // It changes no file that it has not read.
    edit(project, path, old_string, new_string) {
      const file_path = `${project}/${path}`;
      return [
        { tool: "Read", arguments: { file_path } },
        { tool: "Edit", arguments: { file_path, old_string, new_string } },
      ];
    },
  },
  guide: {
    settings: { model: "claude-sonnet-lab", cleanupPeriodDays: 30 },
    key: "model",
    word: "claude-sonnet",
  },
  flag: { key: "alwaysThinkingEnabled", value: false },
  environment: { name: "DISABLE_TELEMETRY", value: "1" },
  // "LLM gateway configuration" of its documentation; its paths begin with the version.
  variables: (url) => ({
    ANTHROPIC_AUTH_TOKEN: "lab-key",
    ANTHROPIC_BASE_URL: url.replace(/\/v1$/, ""),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  }),
  asked: "anthropic",
  layers: {
    managed: {
      model,
      permissions: { disableBypassPermissionsMode: "disable" },
      enabledMcpjsonServers: ["managed"],
    },
    agents: { skipWorkflowUsageWarning: true, language: "agents", model: "agents" },
    hosts: {
      language: "hosts",
      model: "hosts",
      permissions: { disableBypassPermissionsMode: "other", defaultMode: "plan" },
      enabledMcpjsonServers: ["hosts", "others"],
    },
    merged: {
      skipWorkflowUsageWarning: true,
      permissions: { disableBypassPermissionsMode: "disable", defaultMode: "plan" },
    },
    object: "permissions",
    list: "enabledMcpjsonServers",
    free: "language",
  },
  once: { env: { CLAUDE_CODE_MAX_RETRIES: "0" } },
  own: { directory: "projects", files: [".claude.json", "history.jsonl"] },
};
