import { type Descriptions, under } from "./descriptions.js";

/** One sentence, and where it helps a second, on every key of `settings.json`; the words are this project's. */
export const settingsDescriptions: Descriptions = {
  $schema: "Address of the JSON Schema that editors check this file against; pi itself ignores it.",
  lastChangelogVersion: "Release whose changelog was shown last. Pi keeps this key itself.",
  extensionChangelogVersions:
    "Release of each extension package whose changelog was shown last. Pi keeps this key itself.",
  defaultProvider: "Provider that a new session starts with, such as `anthropic`.",
  defaultModel: "Model that a new session starts with, by the id the provider gives it.",
  defaultThinkingLevel:
    "How long models that can think do so before they answer, unless the session says otherwise.",
  modelThinkingLevels:
    "Thinking level to start with for single models, by `provider/model`; these win over `defaultThinkingLevel`.",
  transport:
    "How answers are streamed from providers that offer more than one way; `auto` leaves the choice to pi.",
  sessionShareDestination:
    "Where `/share` uploads a session; `auto` prefers Radius when signed in there and a GitHub gist otherwise.",
  steeringMode: "Whether messages typed while the agent works are handed over together or one for each turn.",
  followUpMode:
    "Whether messages queued for after the agent's turn are handed over together or one at a time.",
  theme: "Name of the colour theme, built in or from `themes`.",
  compaction: "When and how far a long conversation is summarised to make room in the context window.",
  ...under("compaction", {
    enabled: "Whether the conversation is summarised by itself when the context window fills up.",
    reserveTokens: "Free context, in tokens, below which summarising starts.",
    keepRecentTokens: "How much of the latest conversation, in tokens, stays word for word.",
    modelOverrides: "Other token limits for single models, by `provider/model`.",
    "modelOverrides.*.reserveTokens":
      "Free context, in tokens, below which summarising starts with this model.",
    "modelOverrides.*.keepRecentTokens":
      "How much of the latest conversation, in tokens, this model keeps word for word.",
  }),
  branchSummary: "What happens to the work of a branch when the session tree is left at another point.",
  ...under("branchSummary", {
    reserveTokens: "Tokens set aside for the prompt and the answer when a branch is summarised.",
    skipPrompt: "Whether to leave a branch without asking for a summary; none is written then.",
  }),
  retry: "How failed requests to a model are repeated.",
  ...under("retry", {
    enabled: "Whether pi repeats a turn that failed for a passing reason, such as overload.",
    maxRetries: "How many times one turn is repeated.",
    baseDelayMs: "Wait before the first repetition, in milliseconds; it doubles each time.",
    maxAgentDelayMs: "Longest wait between two repetitions, in milliseconds.",
    provider: "Repetition and time limits inside the provider's own client.",
    "provider.timeoutMs":
      "How long one request may take, in milliseconds; by default as long as `httpIdleTimeoutMs`.",
    "provider.maxRetries": "How many times the client repeats a request before pi hears of the failure.",
    "provider.maxRetryDelayMs":
      "Longest wait a server may ask for, in milliseconds, before the request counts as failed; 0 is no limit.",
    maxDelayMs: "Former name of `retry.provider.maxRetryDelayMs`.",
  }),
  hideThinkingBlock: "Whether the transcript leaves out what models think.",
  showCacheMissNotices:
    "Whether the transcript tells when a prompt was not found in the provider's cache and what that cost.",
  externalEditor: "Command that edits the prompt in an editor; it wins over `VISUAL` and `EDITOR`.",
  shellPath: "Shell that runs the agent's commands; a leading `~` is the home directory.",
  quietStartup:
    'Whether to start without the banner and the list of what was loaded; `"header"` keeps the banner.',
  defaultProjectTrust:
    "Whether resources that a project brings along are loaded without asking, never loaded, or asked for.",
  shellCommandPrefix: "Text put before every shell command, for instance to load aliases.",
  npmCommand: "Command and first arguments that stand in for `npm` when packages are looked up or installed.",
  selfUpdateCommand:
    "Command and arguments with which `pi update` replaces pi; `{packageName}`, `{version}` and `{installSpec}` are filled in.",
  collapseChangelog: "Whether the changelog after an update is shown in short form.",
  enableInstallTelemetry:
    "Whether installs and updates are reported, without a name, together with the version.",
  enableAnalytics: "Whether usage data is shared.",
  trackingId: "Identifier sent with usage data. Pi makes and keeps this key itself.",
  packages: "Packages that bring extensions, skills, prompts and themes, from npm, git or a path.",
  ...under("packages[]", {
    source: "Where the package comes from: an npm name, a git address or a path.",
    autoload: "Whether everything in the package is loaded; when false, only what the lists beside it name.",
    extensions: "Patterns that choose among the package's extensions.",
    skills: "Patterns that choose among the package's skills.",
    prompts: "Patterns that choose among the package's prompt templates.",
    themes: "Patterns that choose among the package's themes.",
  }),
  extensions: "Extension files or directories to load; `-builtin:NAME` turns off one that pi brings along.",
  deviceId: "Identifier of this installation. Pi makes and keeps this key itself.",
  skills: "Skill files or directories to load.",
  "skills.enableSkillCommands": "Former place of the top-level `enableSkillCommands`.",
  "skills.customDirectories":
    "Directories with skills, as the former attribute set form of `skills` named them.",
  prompts: "Prompt template files or directories to load.",
  themes: "Theme files or directories to load.",
  enableSkillCommands: "Whether every skill can be called as `/skill:name`.",
  terminal: "What pi makes use of in the terminal.",
  ...under("terminal", {
    showImages: "Whether images are drawn in terminals that can.",
    imageWidthCells: "Width to draw images at, in terminal columns.",
    clearOnShrink: "Whether lines that become empty are cleared when the view gets shorter.",
    showTerminalProgress: "Whether progress is shown in the terminal's tab or title bar (OSC 9;4).",
    hyperlinks: 'Whether links can be clicked (OSC 8); `"auto"` asks the terminal.',
    images: 'Protocol to draw images with, false for none; `"auto"` asks the terminal.',
    trueColor: 'Whether colours have 24 bits; `"auto"` asks the terminal.',
  }),
  images: "What happens to images before they are sent to a model.",
  ...under("images", {
    autoResize: "Whether large images are scaled down to 2000 by 2000 pixels.",
    blockImages: "Whether images are never sent.",
  }),
  enabledModels: "Patterns for the models to choose from and cycle through, written as for `--models`.",
  defaultTools:
    "Tools that a session starts with; when every entry begins with `+` or `-`, they change the usual selection.",
  doubleEscapeAction: "What pressing Escape twice in an empty editor does.",
  treeFilterMode: "What the session tree shows when it opens.",
  thinkingBudgets: "Tokens that each thinking level may spend.",
  ...under("thinkingBudgets", {
    minimal: "Tokens for the level `minimal`.",
    low: "Tokens for the level `low`.",
    medium: "Tokens for the level `medium`.",
    high: "Tokens for the level `high`.",
  }),
  editorPaddingX: "Empty columns to the left and right of the input editor, 0 to 3.",
  outputPad: "Empty columns to the left and right of the transcript.",
  autocompleteMaxVisible: "Suggestions that the completion menu shows at a time, 3 to 20.",
  showHardwareCursor: "Whether the terminal's own cursor is shown in the editor.",
  markdown: "How Markdown in answers is drawn.",
  ...under("markdown", {
    codeBlockIndent: "Text that code blocks are indented with.",
    mermaid: "Whether Mermaid diagrams are drawn as they stream in, once complete, or not at all.",
  }),
  warnings: "Warnings that can be turned off.",
  "warnings.anthropicExtraUsage":
    "Whether to warn when an Anthropic subscription may be billed for extra usage.",
  codemode: "How tools are offered to models that call them from scripts.",
  ...under("codemode", {
    mode: "Whether tools stay directly callable beside codemode, or are reached through it alone.",
    inlineBudget: "Estimated tokens that declarations of tools may take in codemode's own description.",
  }),
  sessionDir: "Directory that holds the sessions; relative paths start at the working directory.",
  httpProxy: "Address of the proxy for pi's HTTP and HTTPS requests.",
  httpIdleTimeoutMs:
    'Silence after which an HTTP request fails, in milliseconds; 0 or `"disabled"` waits for ever.',
  cacheWarming: "When pi spends small requests to keep a prompt in the provider's cache.",
  websocketConnectTimeoutMs:
    'How long opening a WebSocket may take, in milliseconds; 0 or `"disabled"` waits for ever.',
  tuiMode: "Whether pi takes the whole terminal or writes below the shell's prompt.",
  fullscreenExitOutput: "What is left in the terminal when the full-screen view closes.",
  fullscreenScrollbar: "When the full-screen view shows a scroll bar.",
  fullscreenCopyOnSelect: "Whether text selected in the full-screen view is copied at once.",
  fullscreenWheelScrollLines:
    'Lines that one step of the mouse wheel scrolls, 1 to 100; `"auto"` follows the speed of the wheel.',
  queueMode: "Former name of `steeringMode`.",
  websockets: "Former switch for WebSockets, now one of the values of `transport`.",
};
