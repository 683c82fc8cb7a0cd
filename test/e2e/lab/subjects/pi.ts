import { program } from "../../../../schema/pi/index.js";
import type { Script } from "../model.js";
import type { Use } from "./types.js";

/** pi's models.json for a model that listens at `url`; see "Configure a compatible endpoint" in pi's models.md. */
export function modelsJson(url: string): string {
  const provider = {
    baseUrl: url,
    api: "openai-completions",
    apiKey: "lab-key",
    models: [{ id: "obedient" }],
  };
  return JSON.stringify({ providers: { lab: provider } });
}

/** pi's arguments for one unattended run of `prompt` on that model. */
export function printArguments(prompt: Script | string): string[] {
  const message = typeof prompt === "string" ? prompt : JSON.stringify(prompt);
  return ["--model", "lab/obedient", "--print", "--", message];
}

const managed = {
  defaultProvider: "lab",
  defaultModel: "obedient",
  compaction: { enabled: false },
  enabledModels: ["managed"],
};

export const pi: Use = {
  program,
  binary: "/opt/pi/bin/pi",
  version: "1.5.2",
  provider: (url) => ({ path: "models.json", text: modelsJson(url) }),
  providerSettings: () => ({}),
  unattended: (prompt) => ({ args: printArguments(prompt) }),
  interactive: { args: "--model lab/obedient", shows: /%.*obedient/, leave: ["C-c", "C-c"] },
  refused: { args: ["--model", "no/such-model", "-p", "x"], says: /no\/such-model/ },
  tools: {
    bash: (command) => ({ tool: "bash", arguments: { command } }),
    write: (_, path, content) => ({ tool: "write", arguments: { path, content } }),
    edit: (_, path, oldText, newText) => [
      { tool: "edit", arguments: { path, edits: [{ oldText, newText }] } },
    ],
  },
  guide: {
    settings: {
      defaultProvider: "anthropic",
      defaultModel: "anthropic/claude-sonnet-4",
      quietStartup: true,
    },
    key: "defaultModel",
    word: "claude-sonnet",
  },
  flag: { key: "quietStartup", value: true },
  environment: { name: "PI_TELEMETRY", value: "0" },
  variables: () => ({ PI_OFFLINE: "1" }),
  asked: "lab",
  layers: {
    managed,
    agents: {
      lastChangelogVersion: "1.5.2",
      deviceId: "agents-device",
      trackingId: "agents-id",
      theme: "agents",
      defaultModel: "agents",
      shellPath: "/agents",
    },
    hosts: {
      deviceId: "hosts-device",
      theme: "hosts",
      defaultProvider: "hosts",
      compaction: { enabled: true, reserveTokens: 5 },
      enabledModels: ["hosts", "others"],
    },
    merged: {
      lastChangelogVersion: "1.5.2",
      trackingId: "agents-id",
      compaction: { enabled: false, reserveTokens: 5 },
    },
    object: "compaction",
    list: "enabledModels",
    free: "theme",
  },
  once: { retry: { enabled: false } },
  own: { directory: "sessions", files: ["auth.json", "trust.json", "models-store.json"] },
};
