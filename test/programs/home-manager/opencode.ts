import { built, type Cases, fixture } from "./case.js";

const note = '"# Note\\n\\nBe brief.\\n"';
const service = {
  files: [
    ".config/systemd/user/opencode-web.service",
    ".config/systemd/user/default.target.wants/opencode-web.service",
  ],
  reason: "a service is no configuration of the program; declare it in `systemd.user.services`",
};
const servers = `programs.mcp = {enable = true; servers = {
  counter = {command = "npx"; args = ["-y" "counter"]; env.TOKEN.file = "/run/token";};
  docs = {url = "https://example.org/mcp"; headers.KEY = "{env:KEY}";};
  off = {command = "true"; args = ["x"]; enabled = false;};
};};`;
const override = `settings = {model = "acme/large"; mcp = {
  counter = {enabled = false; command = ["other"]; type = "local";};
  own = {enabled = true; type = "remote"; url = "https://example.org";};
};};`;

/** Of Home Manager's `tests/modules/programs/opencode`. */
export const opencode: Cases = {
  settings: { theirs: 'settings = {model = "acme/large"; autoupdate = true; share = "manual";};' },
  "settings-ordered-permissions": {
    theirs: 'settings.permission.bash = {"aa *" = lib.hm.dag.entryAfter ["zz *"] "allow"; "zz *" = "ask";};',
    ours: 'settings.permission = [{bash = [{"zz *" = "ask";} {"aa *" = "allow";}];}];',
  },
  "empty-settings": { theirs: "settings = {};" },
  "context-inline": { theirs: `context = ${note};` },
  "context-path": { theirs: `context = ${fixture("note.md")};` },
  "empty-context": { theirs: 'context = "";' },
  "agents-inline": { theirs: `agents = {first = ${note}; second = "Second.\\n";};` },
  "commands-inline": { theirs: `commands = {first = ${note}; second = "Second.\\n";};` },
  "agents-path": { theirs: `agents.note = ${fixture("note.md")};` },
  "commands-path": { theirs: `commands.note = ${fixture("note.md")};` },
  "agents-bulk-directory": { theirs: `agents = ${fixture("markdown")};` },
  "commands-bulk-directory": { theirs: `commands = ${fixture("markdown")};` },
  "tools-inline": {
    theirs: 'tools = {one = "export default 1;\\n"; two = "export default `${"$"}{2}`;\\n";};',
  },
  "tools-path": { theirs: `tools.counter = ${fixture("counter.ts")};` },
  "tools-bulk-directory": { theirs: `tools = ${fixture("tools")};` },
  "mixed-content": {
    theirs: `
      commands = {text = ${note}; file = ${fixture("note.md")};};
      agents = {text = ${note}; file = ${fixture("note.md")};};
      tools = {text = "export default 1;\\n"; file = ${fixture("counter.ts")};};
      skills = {text = ${note}; file = ${fixture("note.md")}; directory = ${fixture("skills/two")};};
      themes = {text = {name = "t"; colors.primary = "#000000";}; file = ${fixture("dusk.json")};};`,
  },
  "skills-inline": { theirs: 'skills.one = "---\\nname: one\\ndescription: One\\n---\\nDo it.\\n";' },
  "skills-path": { theirs: `skills.note = ${fixture("note.md")};` },
  "skills-store-path": {
    theirs: `skills = {directory = ${built("skills/two", "skills")}; file = ${built("skills/one/SKILL.md", "skills")};};`,
  },
  "skills-store-path-dir": { theirs: `skills = ${built("skills", "skills")};` },
  "skills-directory": { theirs: `skills.two = ${fixture("skills/two")};` },
  "skills-bulk-directory": { theirs: `skills = ${fixture("skills")};` },
  "themes-inline": {
    theirs: 'themes.dusk = {defs.ink = "#d0d0d0"; theme.text = {dark = "ink"; light = "#202020";};};',
  },
  "themes-path": { theirs: `themes.dusk = ${fixture("dusk.json")};` },
  "themes-bulk-directory": { theirs: `themes = ${fixture("themes")};` },
  "legacy-rules": { theirs: `rules = ${fixture("note.md")};`, ours: `context = ${fixture("note.md")};` },
  "mcp-integration": { theirs: "enableMcpIntegration = true;", ours: "", beside: servers },
  "mcp-integration-with-override": {
    theirs: `enableMcpIntegration = true; ${override}`,
    ours: override,
    beside: servers,
  },
  "web-service": {
    theirs:
      'web = {enable = true; extraArgs = ["--port" "4096"];}; package = pkgs.writeShellScriptBin "opencode" "";',
    ours: "",
    differs: service,
  },
  "web-service-environment-file": {
    theirs:
      'web = {enable = true; environmentFile = "/run/secret";}; package = pkgs.writeShellScriptBin "opencode" "";',
    ours: "",
    differs: service,
  },
  "tui-settings": { theirs: 'tui = {theme = "nord"; keybinds.leader = "alt+b"; scroll_speed = 3;};' },
  "tui-empty": { theirs: "" },
  "tui-with-settings": {
    theirs: 'settings = {model = "acme/large"; default_agent = "build";}; tui.theme = "opencode";',
  },
};
