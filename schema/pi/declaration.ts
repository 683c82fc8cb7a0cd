import { npm, program } from "../../src/index.js";
import { keybindingsDescriptions } from "./descriptions-keybindings.js";
import { modelsDescriptions } from "./descriptions-models.js";
import { settingsDescriptions } from "./descriptions-settings.js";
import { facts } from "./facts.js";
import { options } from "./options/module.js";
import { retiredKeybindings, retiredSettings } from "./retired.js";

/** What its module is made of. */
const parts = [
  "default.nix",
  "host.nix",
  "files.nix",
  "source.nix",
  "directories.nix",
  "agents.nix",
  "agent.nix",
  "permissions.nix",
  "front-matter/default.nix",
  "front-matter/scalar.nix",
  "front-matter/flow.nix",
  "front-matter/block.nix",
  "render.nix",
  "rules.nix",
  "skills.nix",
  "mcp.nix",
  "merge-settings.sh",
];
/** Those that are the same for any program, by the folder of their templates. */
const folderOf = (name: string): string => {
  if (name === "merge-settings.sh") return "shared";
  return /^(source|front-matter\/(scalar|flow|block))\b/.test(name) ? "shared/agents" : "pi";
};

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
  templates: Object.fromEntries(parts.map((name) => [name, `${folderOf(name)}/${name}`])),
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
    examples: {
      settings: { defaultProvider: "anthropic", quietStartup: true },
      environment: { PI_TELEMETRY: "0" },
    },
  },
});
