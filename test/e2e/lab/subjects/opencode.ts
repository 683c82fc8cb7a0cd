import { program } from "../../../../schema/opencode/index.js";
import type { Use } from "./types.js";

const model = "lab/obedient";

/** opencode's configuration for the model at `url`; see "Providers" in opencode's documentation. */
const providerSettings = (url: string) => ({
  provider: {
    lab: {
      npm: "@ai-sdk/openai-compatible",
      options: { baseURL: url, apiKey: "lab-key" },
      models: { obedient: { name: "obedient" } },
    },
  },
  model,
  small_model: model,
  // Else it asks before its shell is given a path outside of the project, and nobody answers in an unattended run.
  permission: { external_directory: "allow" },
});

/** The same with what JSON does not have. */
const opencodeJsonc = (url: string): string =>
  JSON.stringify(providerSettings(url), null, 2)
    .replace("{", "{\n  // The lab's own model.")
    .replace(/\n\}$/, ", /* for everything */\n}");

export const opencode: Use = {
  program,
  binary: "/opt/opencode/bin/opencode",
  version: "1.18.33",
  provider: (url) => ({ path: "opencode.jsonc", text: opencodeJsonc(url) }),
  providerSettings,
  // The prompt comes by its input, for arguments with spaces are put into quotes; a title keeps it from asking for one.
  unattended: (prompt) => ({
    args: ["run", "--model", model, "--title", "lab"],
    stdin: typeof prompt === "string" ? prompt : JSON.stringify(prompt),
  }),
  interactive: { args: `--model ${model}`, shows: /Ask anything/, leave: ["C-c"] },
  refused: { args: ["run", "--model", "lab/none", "x"], says: /Error/ },
  tools: {
    bash: (command) => ({ tool: "bash", arguments: { command, description: "a test" } }),
    write: (project, path, content) => ({
      tool: "write",
      arguments: { filePath: `${project}/${path}`, content },
    }),
    // It changes no file that it has not read.
    edit(project, path, oldString, newString) {
      const filePath = `${project}/${path}`;
      return [
        { tool: "read", arguments: { filePath } },
        { tool: "edit", arguments: { filePath, oldString, newString } },
      ];
    },
  },
  guide: {
    settings: { model: "anthropic/claude-sonnet-4-5", autoupdate: false },
    key: "model",
    word: "claude-sonnet",
  },
  flag: { key: "autoupdate", value: false },
  environment: { name: "OPENCODE_DISABLE_AUTOUPDATE", value: "0" },
  variables: () => ({ OPENCODE_DISABLE_MODELS_FETCH: "1" }),
  asked: "lab",
  layers: {
    managed: { model, compaction: { auto: false }, instructions: ["managed"] },
    agents: { username: "agents", model: "agents/model" },
    hosts: {
      username: "hosts",
      model: "hosts/model",
      compaction: { auto: true, prune: true },
      instructions: ["hosts", "others"],
    },
    merged: { compaction: { auto: false, prune: true } },
    object: "compaction",
    list: "instructions",
    free: "username",
  },
  once: {},
  own: { directory: "node_modules", files: [".gitignore", "bun.lock", "package.json"] },
};
