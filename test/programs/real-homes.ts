import { fixture } from "./home-manager/case.js";

const agents = 'agentsInput = fixtures + "/agents-files";';
const markdown = (name: string): string =>
  `"---\\nname: ${name}\\ndescription: ${name} of the tests\\n---\\nBe brief.\\n"`;

/** Every kind of file that opencode reads in a home, with keys of every kind. */
export const opencode = `
  ${agents}
  context = "Be brief.\\n";
  settings = {
    model = "acme/large";
    username = "alice";
    share = "disabled";
    autoupdate = false;
    instructions = [(${fixture("note.md")}) "docs/*.md"];
    snapshot = true;
    compaction = {auto = true; prune = false;};
    watcher.ignore = ["dist/**"];
    tools.bash = true;
    permission = [
      {bash = [{"zz *" = "ask";} {"aa *" = "allow";}];}
      {edit = "deny";}
    ];
    provider.acme = {npm = "@ai-sdk/openai-compatible"; name = "Acme"; options.baseURL = "http://localhost:9/v1"; models.large.name = "Large";};
    formatter = false;
    lsp = false;
    agent.quick = {mode = "subagent"; description = "Quick"; steps = 3; permission = [{bash = [{"ls *" = "allow";} {"*" = "deny";}];}];};
    command.say = {template = "Say it"; description = "Says it";};
  };
  tui = {theme = "dusk"; keybinds.leader = "alt+b"; scroll_speed = 3; mouse = true; diff_style = "stacked";};
  agents.helper = "---\\ndescription: Helps\\nmode: subagent\\n---\\nHelp.\\n";
  commands.note = ${fixture("note.md")};
  skills = {one = ${fixture("skills/one")}; two = ${fixture("skills/two/SKILL.md")}; tone = ${markdown("tone")};};
  tools.counter = ${fixture("counter.ts")};
  plugins.quiet = "export const Quiet = async () => ({});\\n";
  themes.dusk.theme = {primary = "#102030"; text = "#d0d0d0";};
  mcpServers = {
    here = {command = "true"; args = ["x"]; env.A = "b"; enabled = false;};
    there = {url = "https://example.org/mcp"; headers.KEY = "{env:KEY}"; enabled = false;};
  };`;

/** The same of Claude Code. */
export const claudeCode = `
  ${agents}
  context = "Be brief.\\n";
  settings = {
    model = "opus";
    includeCoAuthoredBy = false;
    cleanupPeriodDays = 20;
    env.EDITOR = "vi";
    permissions = {
      allow = ["Bash(git diff:*)" "Edit"];
      ask = ["Bash(git push:*)"];
      deny = ["WebFetch" "Read(./.env)"];
      additionalDirectories = ["../docs/"];
      defaultMode = "acceptEdits";
    };
    hooks.PreToolUse = [{matcher = "Bash"; hooks = [{type = "command"; command = "true";}];}];
    statusLine = {type = "command"; command = "true"; padding = 0;};
    outputStyle = "terse";
  };
  keybindings.bindings = [{context = "Chat"; bindings = {"ctrl+e" = "chat:externalEditor"; "ctrl+s" = null;};}];
  agents.helper = "---\\nname: helper\\ndescription: Helps\\n---\\nHelp.\\n";
  commands.note = ${fixture("note.md")};
  skills = {one = ${fixture("skills/one")}; tone = ${markdown("tone")};};
  rules.style = "Short lines.\\n";
  hooks."before" = ${fixture("before")};
  outputStyles.terse = "---\\nname: terse\\ndescription: Terse\\n---\\nBe terse.\\n";
  themes.dusk = {name = "Dusk"; base = "dark"; overrides.claude = "#102030";};
  workflows.sweep = "export const meta = {name: \\"sweep\\", description: \\"Sweeps\\"};\\n";
  plugins.plugin = ${fixture("plugin")};
  mcpServers = {
    here = {command = "true"; args = ["x"]; env.A = "b";};
    there = {url = "http://localhost:9/mcp"; headers.KEY = "k";};
  };`;
