import { file, npm, program, resource } from "../../src/index.js";
import { agents } from "./agents.js";
import { settingsDescriptions, tuiDescriptions } from "./descriptions.js";

const tui = { because: "it stands in `tui.json` since 1.2.15" };

/** opencode, the terminal coding agent. What it reads, and where: its pages on configuration, of 1.18 and 1.19. */
export const declaration = program({
  name: "opencode",
  option: ["coding", "agents", "opencode"],
  package: "opencode",
  directory: { default: ".config/opencode", variable: "OPENCODE_CONFIG_DIR" },
  files: {
    settings: {
      path: "opencode.json",
      format: "jsonc",
      why: "Its keys are those of opencode's own SDK, since no package holds the schema that it publishes on its site.",
      from: npm("@opencode-ai/sdk@1.19.3", "dist/v2/gen/types.gen.d.ts#Config"),
      always: { $schema: "https://opencode.ai/config.json" },
      descriptions: settingsDescriptions,
      // The last rule that matches wins, so that their order counts.
      ordered: ["permission", "permission.*", "agent.*.permission", "agent.*.permission.*"],
      paths: ["instructions[]", "plugin[]", "skills.paths[]"],
      retired: {
        theme: tui,
        keybinds: tui,
        tui,
        autoshare: { instead: "share" },
        mode: { instead: "agent" },
        layout: { because: "the layout is always stretched" },
      },
    },
    tui: {
      path: "tui.json",
      from: file("./tui.schema.json"),
      always: { $schema: "https://opencode.ai/tui.json" },
      descriptions: tuiDescriptions,
    },
  },
  context: "AGENTS.md",
  resources: {
    agents: resource.agents("agents"),
    commands: resource.commands("commands"),
    skills: resource.skills("skills"),
    tools: resource.tools("tools", "ts"),
    plugins: { path: "plugins/<name>.ts", what: "Plugins" },
    themes: { ...resource.themes("themes"), content: { $schema: "https://opencode.ai/theme.json" } },
  },
  mcp: {
    file: "settings",
    key: "mcp",
    form: {
      types: { local: "local", remote: "remote" },
      command: "list",
      environment: "environment",
      variable: "{env:<name>}",
      secret: "{file:<path>}",
      enabled: true,
    },
  },
  agents,
  isolated: {
    description: "opencode coding agent",
    // It reads all three, in this order, and writes comments where there are some.
    names: ["config.json", "opencode.json", "opencode.jsonc"],
    credentials: "~/.local/share/opencode/auth.json",
    // What it installs for plugins, and says to git of that.
    own: [".gitignore", "bun.lock", "bun.lockb", "node_modules", "package-lock.json", "package.json"],
    // A project's files come after its own, and this after them.
    settingsVariable: "OPENCODE_CONFIG_CONTENT",
    // The last two lead to other homes and managed settings, and are there for its own tests.
    reserved: [
      "OPENCODE_CONFIG",
      "OPENCODE_PERMISSION",
      "OPENCODE_TEST_HOME",
      "OPENCODE_TEST_MANAGED_CONFIG_DIR",
    ],
    // "Config" of its page on providers; its client of Anthropic's begins at the version.
    outside: {
      settings: {
        provider: { "<provider>": { options: { baseURL: "<url>", apiKey: "<placeholder>" } } },
      },
      suffixes: { anthropic: "/v1", mistral: "/v1" },
      // What its file of credentials holds, in that file's place.
      credentials: { "*": ["OPENCODE_AUTH_CONTENT"] },
    },
    examples: {
      settings: { model: "anthropic/claude-sonnet-4-5", autoupdate: false, share: "disabled" },
      environment: { OPENCODE_DISABLE_AUTOUPDATE: "1" },
    },
  },
});
