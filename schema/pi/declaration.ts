import { npm, program } from "../../src/index.js";
import { keybindingsDescriptions } from "./descriptions-keybindings.js";
import { modelsDescriptions } from "./descriptions-models.js";
import { settingsDescriptions } from "./descriptions-settings.js";
import { facts } from "./facts.js";
import { options } from "./options/module.js";
import { retiredKeybindings, retiredSettings } from "./retired.js";

/** What its module is made of, beside what it shares with others. */
const parts = ["default.nix", "host.nix", "files.nix", "permissions.nix", "render.nix", "mcp.nix"];

const shared = [
  "agents/agent.nix",
  "agents/default.nix",
  "agents/directories.nix",
  "agents/front-matter/block.nix",
  "agents/front-matter/default.nix",
  "agents/front-matter/flow.nix",
  "agents/front-matter/scalar.nix",
  "agents/permissions.nix",
  "agents/rules.nix",
  "agents/skills.nix",
  "agents/source.nix",
  "keys.nix",
  "merge-settings.sh",
  "text.nix",
];

const schema = (name: keyof typeof facts): string => {
  const { package: of, version } = facts[name].source;
  return npm(`${of}@${version}`, `schemas/${name}.schema.json`);
};

/** pi, the terminal coding agent. What it reads, and where: docs/configuration.md of pi 1.5.2. */
export const declaration = program({
  name: "pi",
  option: ["coding", "agents", "pi"],
  package: "pi-coding-agent",
  directory: { default: ".pi/agent", variable: "PI_CODING_AGENT_DIR" },
  files: {
    settings: {
      path: "settings.json",
      from: schema("settings"),
      descriptions: settingsDescriptions,
      retired: retiredSettings,
      paths: [
        "extensions[]",
        "skills[]",
        "skills.customDirectories[]",
        "prompts[]",
        "themes[]",
        "packages[]",
        "packages[].source",
      ],
    },
    keybindings: {
      path: "keybindings.json",
      from: schema("keybindings"),
      descriptions: keybindingsDescriptions,
      retired: retiredKeybindings,
    },
    models: { path: "models.json", from: schema("models"), descriptions: modelsDescriptions },
  },
  context: "AGENTS.md",
  options,
  templates: Object.fromEntries(parts.map((name) => [name, `pi/${name}`])),
  shared,
  isolated: {
    description: "pi coding agent",
    kept: ["lastChangelogVersion", "extensionChangelogVersions", "deviceId", "trackingId"],
    credentials: "auth.json",
    locked: ["trust.json"],
    own: [
      "bin",
      "crashes.json",
      "git",
      "mcp-auth.json",
      "mcp.log",
      "models-store.json",
      "npm",
      "oauth.json",
      "pi-debug.log",
      "sessions",
      "tmp",
      "tools",
      "trust.json",
    ],
    // "Configure a compatible endpoint" of its models.md.
    outside: {
      file: {
        path: "models.json",
        content: { providers: { "<provider>": { baseUrl: "<url>", apiKey: "<placeholder>" } } },
      },
      // Its providers.md.
      credentials: { anthropic: ["ANTHROPIC_OAUTH_TOKEN"] },
    },
    examples: {
      settings: { defaultProvider: "anthropic", quietStartup: true },
      environment: { PI_TELEMETRY: "0" },
    },
  },
});
