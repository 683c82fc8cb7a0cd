import { lstatSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { type BuiltHome, buildHomes } from "../support/built-homes.js";
import { unpacked } from "../support/packages.js";
import { brought, treeOf } from "./support.js";

// Settings that Claude Code writes itself, and the activations around it: the script is the one that the module makes.

const tree = treeOf(brought);
let home: string;
let claude: string;
let generations: Readonly<Record<string, BuiltHome>>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "nixsmith-activation-"));
  claude = join(await unpacked("@anthropic-ai/claude-code-linux-x64@2.1.332"), "claude");
  const generation = (options: string): string =>
    `{home.homeDirectory = ${JSON.stringify(home)}; coding.agents.claude-code = {enable = true; package = null; ${options}};}`;
  generations = await buildHomes(
    {
      first: generation(`
        settings = {
          model = "opus";
          env = {EDITOR = "vi"; PAGER = "cat";};
          permissions = {defaultMode = "plan"; deny = ["WebFetch"];};
        };
        mcpServers = {kept.command = "true"; gone.command = "false";};`),
      second: generation(`
        settings = {model = "sonnet"; env.PAGER = "cat"; permissions.deny = ["WebFetch" "WebSearch"];};
        mcpServers.kept.command = "true";`),
      linked: generation('strategies.settings = "link"; settings.model = "opus";'),
      none: generation(""),
    },
    { modules: [`${tree}/home-manager/claude-code`] },
  );
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

const settings = (): string => join(home, ".claude/settings.json");
const read = (file = settings()): JsonObject => JSON.parse(readFileSync(file, "utf8"));
const servers = (): readonly string[] =>
  Object.keys(read(join(home, ".claude.json")).mcpServers ?? {}).sort();

async function activate(name: string): Promise<void> {
  await execa("bash", [generations[name]?.activate ?? ""]);
}

/** The real program, which writes to its own files. */
const ask = (...args: readonly string[]) =>
  execa(claude, args, {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
    },
    extendEnv: false,
    stdin: "ignore",
  });

const managed = {
  $schema: "https://json.schemastore.org/claude-code-settings.json",
  model: "opus",
  env: { EDITOR: "vi", PAGER: "cat" },
  permissions: { defaultMode: "plan", deny: ["WebFetch"] },
};

it("a link that an earlier generation left becomes a file of the user's own", async () => {
  await mkdir(join(home, ".claude"), { recursive: true });
  await symlink(join(generations.linked?.files ?? "", ".claude/settings.json"), settings());
  await activate("first");
  expect(lstatSync(settings()).isFile()).toBe(true);
  expect(read()).toEqual(managed);
  expect(servers()).toEqual(["gone", "kept"]);
});

it("what Claude Code writes stays, beside what is managed", async () => {
  await ask("plugin", "disable", "cc-plugin-privacy@builtin");
  await ask("mcp", "add", "--scope", "user", "own", "--", "true");
  const enabledPlugins = { "cc-plugin-privacy@builtin": false };
  expect(read()).toEqual({ ...managed, enabledPlugins });
  await activate("first");
  expect(read()).toEqual({ ...managed, enabledPlugins });
  expect(servers()).toEqual(["gone", "kept", "own"]);
});

it("managed keys are back after Claude Code has put another file in the place of its settings", async () => {
  await rm(settings());
  await writeFile(settings(), JSON.stringify({ model: "haiku", theme: "light", permissions: { deny: [] } }));
  await activate("first");
  expect(read()).toEqual({ ...managed, theme: "light" });
  await rm(settings());
  await activate("first");
  expect(read()).toEqual(managed);
});

it("a key that is no longer set goes, and the program's own stay", async () => {
  await writeFile(
    settings(),
    JSON.stringify({ ...read(), theme: "light", env: { EDITOR: "vi", OWN: "1", PAGER: "cat" } }),
  );
  await activate("second");
  expect(read()).toEqual({
    $schema: managed.$schema,
    model: "sonnet",
    env: { OWN: "1", PAGER: "cat" },
    permissions: { deny: ["WebFetch", "WebSearch"] },
    theme: "light",
  });
  expect(servers()).toEqual(["kept", "own"]);
});

it("where nothing is set any more, the program's own are left", async () => {
  await activate("none");
  expect(read()).toEqual({ env: { OWN: "1" }, theme: "light" });
  expect(servers()).toEqual(["own"]);
});
