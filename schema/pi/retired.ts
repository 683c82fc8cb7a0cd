import type { Retired } from "../../src/toolkit/declaration/types.js";

/** Keys of one file by their old path. */
type RetiredKeys = Readonly<Record<string, Retired>>;

const skills = { because: "all skill directories are listed in `skills`" };

/**
 * Keys of `settings.json` that a release no longer has or calls deprecated. Which keys went is seen by importing every
 * release (docs/pi-versions.md); what stands in for them is told by pi's changelog and by the way it reads old files.
 */
export const retiredSettings: RetiredKeys = {
  apiKeys: { because: "keys are kept in `auth.json`, or named in `models.json`" },
  customTools: { instead: "extensions" },
  hooks: { instead: "extensions" },
  hookTimeout: { because: "extensions have no time limit" },
  queueMode: { instead: "steeringMode" },
  "retry.maxDelayMs": { instead: "retry.provider.maxRetryDelayMs" },
  "skills.customDirectories": { instead: "skills" },
  "skills.enableSkillCommands": { instead: "enableSkillCommands" },
  "skills.enabled": skills,
  "skills.enableClaudeProject": skills,
  "skills.enableClaudeUser": skills,
  "skills.enableCodexUser": skills,
  "skills.enablePiProject": skills,
  "skills.enablePiUser": skills,
  "skills.ignoredSkills": { because: "a skill is left out by `!pattern` in `skills`" },
  "skills.includeSkills": { because: "a skill is taken in by `+path` in `skills`" },
  websockets: { instead: "transport" },
};

const renamed = (prefix: string, names: Readonly<Record<string, string>>): RetiredKeys =>
  Object.fromEntries(Object.entries(names).map(([old, name]) => [old, { instead: `${prefix}.${name}` }]));
const same = (names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, name]));

/** Actions of `keybindings.json` had names without a prefix; pi still reads those. */
export const retiredKeybindings: RetiredKeys = {
  ...renamed(
    "tui.editor",
    same(
      "cursorUp cursorDown cursorLeft cursorRight cursorWordLeft cursorWordRight cursorLineStart cursorLineEnd " +
        "jumpForward jumpBackward pageUp pageDown deleteCharBackward deleteCharForward deleteWordBackward " +
        "deleteWordForward deleteToLineStart deleteToLineEnd yank yankPop undo",
    ),
  ),
  ...renamed("tui.input", same("newLine submit tab copy")),
  ...renamed("tui.select", {
    selectUp: "up",
    selectDown: "down",
    selectPageUp: "pageUp",
    selectPageDown: "pageDown",
    selectConfirm: "confirm",
    selectCancel: "cancel",
  }),
  ...renamed("app", {
    ...same("interrupt clear exit suspend"),
    cycleThinkingLevel: "thinking.cycle",
    cycleModelForward: "model.cycleForward",
    cycleModelBackward: "model.cycleBackward",
    selectModel: "model.select",
    expandTools: "tools.expand",
    toggleThinking: "thinking.toggle",
    externalEditor: "editor.external",
    followUp: "message.followUp",
    dequeue: "message.dequeue",
    pasteImage: "clipboard.pasteImage",
  }),
  ...renamed("app.session", {
    ...same("tree fork resume"),
    newSession: "new",
    toggleSessionNamedFilter: "toggleNamedFilter",
    toggleSessionPath: "togglePath",
    toggleSessionSort: "toggleSort",
    renameSession: "rename",
    deleteSession: "delete",
    deleteSessionNoninvasive: "deleteNoninvasive",
  }),
  ...renamed("app.tree", {
    treeFoldOrUp: "foldOrUp",
    treeUnfoldOrDown: "unfoldOrDown",
    treeEditLabel: "editLabel",
    treeToggleLabelTimestamp: "toggleLabelTimestamp",
  }),
};
