import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { brought, enabled, evaluateHomes, filesOf, resultOf, treeOf } from "./support.js";

const tree = treeOf(brought);

interface Rendered {
  readonly files: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly failed: readonly string[];
  readonly activation: string;
  readonly variables: Readonly<Record<string, string>>;
}
const select = `home: {
  files = (${filesOf}) home;
  inherit (home) warnings;
  failed = home.failedAssertions;
  activation = builtins.concatStringsSep "" (map (step: step.data) (builtins.attrValues home.config.home.activation));
  variables = home.config.home.sessionVariables;
}`;

const homes = {
  empty: enabled("opencode", ""),
  "empty claude-code": enabled("claude-code", ""),
  opencode: enabled(
    "opencode",
    `settings = {model = "a/b"; lsp = {}; somethingNew.key = [1 null];};
     tui.theme = "nord";
     context = "Be brief.\\n";
     agents.critic = "---\\ndescription: c\\n---\\nCriticise.\\n";
     commands.go = ./go.md;
     skills = {tone = "text"; pdf = /nix/store/pdf; one = /nix/store/one/SKILL.md;};
     tools = {a = "export default 1"; "b.ts" = "export default 2";};
     themes.dusk.theme.primary = "#000000";
     mcpServers = {
       here = {command = "npx"; args = ["-y" "server"]; env = {A = "\${"$"}{B}"; KEY.file = "/run/key";};};
       there = {url = "https://example.org"; headers.Authorization = "Bearer {env:TOKEN}"; enabled = false;};
     };`,
  ),
  "claude-code": enabled(
    "claude-code",
    `settings.permissions.defaultMode = "plan";
     strategies.settings = "link";
     keybindings.bindings = [{context = "Chat"; bindings."ctrl+e" = null;}];
     rules.nix = "Use alejandra.";
     hooks."pre.sh" = "exit 0";
     outputStyles.terse = "Be terse.";
     mcpServers.here = {command = "npx"; args = ["-y"]; env.KEY.file = "/run/key";};
     mcpServers.off = {url = "https://example.org"; enabled = false;};`,
  ),
  "claude-code merged": enabled("claude-code", `settings.model = "opus"; path = ".config/claude";`),
};

let results: Record<string, Outcome>;
beforeAll(async () => {
  results = await evaluateHomes(tree, ["opencode", "claude-code"], homes, select);
});
const of = (name: keyof typeof homes): Rendered => resultOf(results[name]);
const json = (text: unknown): unknown => JSON.parse(String(text));

describe("opencode's files", () => {
  it("are none where nothing is set", () => {
    expect(of("empty")).toEqual({ files: {}, warnings: [], failed: [], activation: "", variables: {} });
  });

  it("hold what is set, and the schema that the program would write itself", () => {
    const { files, warnings } = of("opencode");
    expect(warnings).toEqual([]);
    expect(json(files[".config/opencode/opencode.json"])).toEqual({
      $schema: "https://opencode.ai/config.json",
      model: "a/b",
      lsp: {},
      somethingNew: { key: [1, null] },
      mcp: {
        here: {
          type: "local",
          command: ["npx", "-y", "server"],
          environment: { A: "{env:B}", KEY: "{file:/run/key}" },
        },
        there: {
          type: "remote",
          url: "https://example.org",
          headers: { Authorization: "Bearer {env:TOKEN}" },
          enabled: false,
        },
      },
    });
    expect(json(files[".config/opencode/tui.json"])).toEqual({
      $schema: "https://opencode.ai/tui.json",
      theme: "nord",
    });
  });

  it("are where the program looks for them", () => {
    const { files } = of("opencode");
    expect(Object.keys(files)).toEqual(
      [
        "AGENTS.md",
        "agents/critic.md",
        "commands/go.md",
        "opencode.json",
        "skills/one/SKILL.md",
        "skills/pdf",
        "skills/tone/SKILL.md",
        "themes/dusk.json",
        "tools/a.ts",
        "tools/b.ts",
        "tui.json",
      ].map((name) => `.config/opencode/${name}`),
    );
    expect(json(files[".config/opencode/themes/dusk.json"])).toEqual({
      $schema: "https://opencode.ai/theme.json",
      theme: { primary: "#000000" },
    });
  });
});

describe("Claude Code's files", () => {
  it("are none where nothing is set; what is merged may have had more before", () => {
    const { files, activation } = of("empty claude-code");
    expect(files).toEqual({});
    expect(activation).toContain("/home/alice/.claude/settings.json");
  });

  it("give settings a directory of their own where they are linked", () => {
    const { files } = of("claude-code");
    expect(files[".claude/settings.json"]).toMatch(
      /^\/nix\/store\/[^/]+-claude-code-settings\.json\/settings\.json$/,
    );
    expect(json(files[".claude/keybindings.json"])).toEqual({
      bindings: [{ context: "Chat", bindings: { "ctrl+e": null } }],
    });
    expect(Object.keys(files)).toEqual(
      ["hooks/pre.sh", "keybindings.json", "output-styles/terse.md", "rules/nix.md", "settings.json"].map(
        (name) => `.claude/${name}`,
      ),
    );
  });

  it("are merged into those that the program writes itself, its servers beside the home's default directory", () => {
    expect(of("claude-code").activation).toContain(" /home/alice/.claude.json ");
    const { activation, variables, files } = of("claude-code merged");
    expect(files).toEqual({});
    expect(variables).toEqual({ CLAUDE_CONFIG_DIR: "/home/alice/.config/claude" });
    expect(activation).toContain("/home/alice/.config/claude/settings.json");
    expect(activation).toContain("/home/alice/.config/claude/.claude.json");
  });
});
