import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, lstat, mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildHomes } from "../support/built-homes.js";
import { unpacked } from "../support/packages.js";
import * as everything from "./real-homes.js";
import { brought, enabled, evaluateHomes, treeOf } from "./support.js";

// The real programs, started in a home that Nix has built and whose activation has run: what they say of their files.

const tree = treeOf(brought);
let root: string;
let binaries: { readonly opencode: string; readonly claude: string };
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "nixsmith-real-"));
  binaries = {
    opencode: join(await unpacked("opencode-linux-x64-baseline@1.18.33"), "bin/opencode"),
    claude: join(await unpacked("@anthropic-ai/claude-code-linux-x64@2.1.332"), "claude"),
  };
  const homes = {
    opencode: home("opencode", everything.opencode),
    "claude-code": home("claude-code", everything.claudeCode),
  };
  const modules = brought.map(({ name }) => `${tree}/home-manager/${name}`);
  for (const [name, built] of Object.entries(await buildHomes(homes, { modules }))) {
    await cp(built.files, join(root, name), { recursive: true, verbatimSymlinks: true });
    await mkdir(join(root, name, "project"), { recursive: true });
    await execa("bash", [built.activate]);
    expect(built.failedAssertions).toEqual([]);
  }
});
// What was started in the background may still write.
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

const home = (program: string, options: string): string =>
  `{lib, pkgs, ...}: {home.homeDirectory = "${root}/${program}"; coding.agents.${program} = {enable = true; package = null; ${options}};}`;

const environment = (name: string): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: join(root, name),
  TERM: "xterm-256color",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
});

/** What a program says in a home. */
async function said(name: string, program: string, ...args: readonly string[]): Promise<string> {
  const { all } = await execa(program, args, {
    all: true,
    cwd: join(root, name, "project"),
    env: environment(name),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 500_000,
    maxBuffer: 2 ** 26,
  });
  return all;
}

/** What an interactive start in a home writes to its log, up to a line; the terminal is one that `script` makes. */
async function logOf(name: string, command: string, file: string, until: RegExp): Promise<readonly string[]> {
  const terminal = spawn("script", ["-qec", `stty rows 40 cols 140; ${command}`, "/dev/null"], {
    cwd: join(root, name, "project"),
    env: environment(name),
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  try {
    const read = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
    while (!until.test(read())) await setTimeout(200);
    return read().split("\n");
  } finally {
    end(terminal);
  }
}

function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

/** Puts a file into a home for the time of a question. */
async function replaced<Answer>(path: string, content: string, ask: () => Promise<Answer>): Promise<Answer> {
  const file = join(root, path);
  const link = (await lstat(file)).isSymbolicLink() ? await readlink(file) : undefined;
  const before = readFileSync(file);
  await rm(file);
  await writeFile(file, content);
  try {
    return await ask();
  } finally {
    await rm(file);
    if (link === undefined) await writeFile(file, before);
    else await cp(link, file);
  }
}

describe("opencode", () => {
  const ask = (...args: readonly string[]): Promise<string> => said("opencode", binaries.opencode, ...args);
  const start = (): Promise<readonly string[]> => {
    const log = join(root, "opencode/tui.log");
    return rm(log, { force: true }).then(() =>
      logOf(
        "opencode",
        `${binaries.opencode} --print-logs 2>${log}`,
        log,
        /tui config.*\n[\s\S]*\n[\s\S]*\n/,
      ),
    );
  };
  const complaints = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => /level=(WARN|ERROR)/.test(line) && line.includes("/.config/opencode/"));

  it("takes the settings, in their order", async () => {
    const config = JSON.parse(await ask("debug", "config"));
    expect(config).toMatchObject({ model: "acme/large", default_agent: "coordinator", username: "alice" });
    expect(JSON.stringify(config.permission)).toBe('{"bash":{"zz *":"ask","aa *":"allow"},"edit":"deny"}');
    expect(config.mcp.here).toMatchObject({ type: "local", command: ["true", "x"], enabled: false });
    expect(Object.keys(config.command)).toEqual(expect.arrayContaining(["note", "say"]));
  });

  it("has the agents, each with its rules in order", async () => {
    const list = await ask("agent", "list");
    for (const name of ["coordinator", "critic", "gardener", "smith", "helper", "quick"])
      expect(list).toMatch(new RegExp(`^${name} \\(`, "m"));
    const { permission } = JSON.parse(await ask("debug", "agent", "coordinator"));
    const rules = permission.filter((rule: { permission: string }) => rule.permission === "bash");
    const last = rules
      .slice(-3)
      .map((rule: { pattern: string; action: string }) => [rule.pattern, rule.action]);
    expect(last).toEqual([
      ["*", "ask"],
      ["git status*", "allow"],
      ["echo 'hi' *", "allow"],
    ]);
  });

  it("has the skills", async () => {
    const skills = JSON.parse(await ask("debug", "skill")).map(({ name }: { name: string }) => name);
    expect(skills).toEqual(expect.arrayContaining(["one", "two", "tone"]));
  });

  it("starts, and says no word about its files", async () => {
    const lines = await start();
    expect(lines.join("\n")).toContain(`loading tui config" path=${root}/opencode/.config/opencode/tui.json`);
    expect(complaints(lines)).toEqual([]);
  });

  it("would have complained", async () => {
    expect(
      await replaced("opencode/.config/opencode/opencode.json", '{"model": 3}', () => ask("debug", "config")),
    ).toMatch(/Configuration is invalid[\s\S]*got 3 model/);
    expect(
      await replaced("opencode/.config/opencode/agents/smith.md", "---\nmode: wild\n---\n", () =>
        ask("debug", "config"),
      ),
    ).toMatch(/Configuration is invalid[\s\S]*got "wild" mode/);
    expect(complaints(await replaced("opencode/.config/opencode/tui.json", '{"theme": 3}', start))).toEqual([
      expect.stringContaining("got 3 theme"),
    ]);
  });
});

describe("Claude Code", () => {
  const ask = (...args: readonly string[]): Promise<string> => said("claude-code", binaries.claude, ...args);
  const log = (): string => join(root, "claude-code/debug.log");
  const start = async (): Promise<readonly string[]> => {
    await rm(log(), { force: true });
    // Without these it asks who you are before it reads anything.
    const own = join(root, "claude-code/.claude.json");
    const state = JSON.parse(readFileSync(own, "utf8"));
    const projects = { [join(root, "claude-code/project")]: { hasTrustDialogAccepted: true } };
    await writeFile(own, JSON.stringify({ ...state, hasCompletedOnboarding: true, projects }));
    const command = `${binaries.claude} --debug-file ${log()}`;
    return logOf(
      "claude-code",
      command,
      log(),
      /KeybindingSetup initialized[\s\S]*STARTUP. Commands and agents loaded|STARTUP. Commands and agents loaded[\s\S]*KeybindingSetup initialized/,
    );
  };
  // What it says of the network, and of where it is installed itself, comes when it comes, or after the start has been seen.
  const elsewhere = /marketplace|git clone|MCP|mcp|API|install check/;
  const complaints = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => /\[(WARN|ERROR)\]/.test(line) && !elsewhere.test(line));

  it("takes the settings", async () => {
    const report = await ask("doctor");
    expect(report).toMatch(/^Claude Code doctor/);
    expect(report).not.toMatch(/invalid/i);
  });

  it("has the servers", async () => {
    const list = await ask("mcp", "list");
    expect(list).toMatch(/^here: true x/m);
    expect(list).toMatch(/^there: http:\/\/localhost:9\/mcp \(HTTP\)/m);
  });

  /** It validates files and no links, so that it is asked about what these lead to. */
  const validate = async (): Promise<string> => {
    const plain = join(root, "plain");
    await rm(plain, { recursive: true, force: true });
    for (const directory of ["agents", "commands", "skills"])
      await cp(join(root, "claude-code/.claude", directory), join(plain, ".claude", directory), {
        recursive: true,
        dereference: true,
      });
    return ask("plugin", "validate", "--strict", join(plain, ".claude"));
  };

  it("finds nothing wrong with agents, commands and skills", async () => {
    expect(await validate()).toMatch(/Validation passed$/m);
    const plugin = join(root, "claude-code/.claude/skills/plugin");
    expect(await ask("plugin", "validate", plugin)).toMatch(/Validation passed/);
  });

  it("starts, and says no word about its files", async () => {
    const lines = await start();
    expect(complaints(lines)).toEqual([]);
    expect(lines.join("\n")).toMatch(/\[keybindings\] Loaded 2 user bindings/);
    expect(await ask("plugin", "list")).toMatch(/plugin@/);
  });

  it("would have complained", async () => {
    expect(await replaced("claude-code/.claude/settings.json", '{"model": 3}', () => ask("doctor"))).toMatch(
      /Invalid settings\n.*model: Expected string, but received number/,
    );
    expect(
      await replaced("claude-code/.claude/skills/tone/SKILL.md", "No front matter.\n", validate),
    ).toMatch(/Validation failed/);
    const wrong = '{"bindings": [{"context": "Nowhere", "bindings": {"ctrl+e": "no:action"}}]}';
    expect(
      complaints(await replaced("claude-code/.claude/keybindings.json", wrong, start)).join("\n"),
    ).toMatch(/Unknown context "Nowhere"/);
  });
});

it("a wrong value is refused by Nix before they see it", async () => {
  const wrong: Readonly<Record<string, readonly [string, string]>> = {
    "opencode settings": ["opencode", "settings.model = 3;"],
    "opencode tui": ["opencode", "tui.theme = 3;"],
    "opencode agent": ["opencode", 'settings.agent.a.mode = "wild";'],
    "claude-code settings": ["claude-code", "settings.model = 3;"],
    "claude-code mode": ["claude-code", 'settings.permissions.defaultMode = "wild";'],
    "claude-code keybindings": [
      "claude-code",
      'keybindings.bindings = [{context = "Nowhere"; bindings = {};}];',
    ],
  };
  const homes = Object.fromEntries(
    Object.entries(wrong).map(([name, [program, options]]) => [
      name,
      enabled(program, `${options}${program === "claude-code" ? ' strategies.settings = "link";' : ""}`),
    ]),
  );
  const select =
    "home: builtins.mapAttrs (_: file: file.source.text or (toString file.source)) home.config.home.file";
  const outcomes = await evaluateHomes(tree, ["opencode", "claude-code"], homes, select);
  const messages = Object.values(outcomes).map((outcome) => (outcome.ok ? "taken" : outcome.error.message));
  expect(messages.map((message) => /is not of type/.test(message))).toEqual(messages.map(() => true));
});
