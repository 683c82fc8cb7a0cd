import { type Cases, fixture } from "./case.js";

const values = `{
  defaultProvider = "acme";
  defaultModel = "large";
  defaultThinkingLevel = "high";
  theme = "light";
  compaction = {enabled = false; reserveTokens = 1000; keepRecentTokens = 2000;};
  retry = {enabled = true; maxRetries = 5;};
  enabledModels = ["large*" "small"];
}`;

/** Of Home Manager's `tests/modules/programs/pi-coding-agent`. */
export const pi: Cases = {
  settings: { theirs: `settings = ${values};` },
  "empty-settings": { theirs: "settings = {};" },
  keybindings: {
    theirs:
      'keybindings = {"tui.editor.cursorUp" = ["up" "ctrl+k"]; "tui.editor.cursorDown" = ["down" "ctrl+j"];};',
  },
  "context-inline": { theirs: 'context = "# Note\\n\\nBe brief.\\n";' },
  "context-path": { theirs: `context = ${fixture("note.md")};` },
  "context-empty": { theirs: 'context = "";' },
  "custom-config-dir": { theirs: 'configDir = "/home/alice/.config/pi";', ours: 'path = ".config/pi";' },
  models: {
    theirs: `models.providers.local = {
      baseUrl = "http://localhost:8000/v1";
      api = "openai-completions";
      apiKey = "none";
      models = [{id = "small";}];
    };`,
  },
};
