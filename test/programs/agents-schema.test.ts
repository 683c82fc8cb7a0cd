import { beforeAll, describe, expect, it } from "vitest";
import { buildHomes } from "../support/built-homes.js";
import { type Content, contentOf } from "./home-manager/homes.js";
import { brought, treeOf } from "./support.js";

/*
 * A flake that says all that the canonical schema of m3tam3re/AGENTS has (agents/SCHEMA.md): each field is in a file of each
 * program, or a warning names agent, field and reason. Its form in Markdown has a fixture and tests of its own.
 */

interface Fate {
  /** Of the agents' files: its path, and what it has. */
  readonly file?: string;
  readonly has?: RegExp;
  /** The end of the warning. */
  readonly lost?: string;
}

const smiths = {
  opencode: ".config/opencode/agents/foreman.md",
  claude: ".claude/agents/foreman.md",
  claudeSettings: ".claude/settings.json",
  pi: ".pi/agent/AGENTS.md",
  piSystem: ".pi/agent/SYSTEM.md",
} as const;

/** By the field's name in the schema, what becomes of it. */
const fates: Readonly<Record<string, Readonly<Record<"opencode" | "claude-code" | "pi", Fate>>>> = {
  name: {
    opencode: { file: smiths.opencode, has: /^---/ },
    "claude-code": { file: smiths.claude, has: /^name: "foreman"$/m },
    pi: { file: smiths.pi, has: /^- `clerk`: Writes down/m },
  },
  description: {
    opencode: { file: smiths.opencode, has: /^description: "Plans the work of a day"$/m },
    "claude-code": { file: smiths.claude, has: /^description: "Plans the work of a day"$/m },
    pi: { file: smiths.pi, has: /^Plans the work of a day$/m },
  },
  display_name: {
    opencode: {
      lost: "foreman: display_name is not carried: opencode shows an agent by the name of its file",
    },
    "claude-code": { lost: "foreman: display_name is not carried: Claude Code shows an agent by its name" },
    pi: { file: smiths.pi, has: /^# Foreman \(Plans\)$/m },
  },
  mode: {
    opencode: { file: smiths.opencode, has: /^mode: "primary"$/m },
    "claude-code": { file: smiths.claudeSettings, has: /"agent":"foreman"/ },
    pi: { file: smiths.piSystem, has: /^You plan the day\.$/m },
  },
  tags: {
    opencode: { lost: "foreman: tags is not carried: opencode does not group agents" },
    "claude-code": { lost: "foreman: tags is not carried: Claude Code does not group agents" },
    pi: { lost: "foreman: tags is not carried: pi does not group agents" },
  },
  max_turns: {
    opencode: { file: smiths.opencode, has: /^steps: 12$/m },
    "claude-code": { file: smiths.claude, has: /^maxTurns: 12$/m },
    pi: { lost: "foreman: max_turns is not carried: pi does not count an agent's turns" },
  },
  skills: {
    opencode: { file: smiths.opencode, has: /^Load these skills before you begin: tables\.$/m },
    "claude-code": { file: smiths.claude, has: /^skills: \["tables"\]$/m },
    pi: { file: ".pi/agent/agents/foreman.md", has: /^skill: "tables"$/m },
  },
  context: {
    opencode: { file: smiths.opencode, has: /^The yard is closed at night\.$/m },
    "claude-code": { file: smiths.claude, has: /^The yard is closed at night\.$/m },
    pi: { file: smiths.pi, has: /^The yard is closed at night\.$/m },
  },
  rules: {
    opencode: { file: smiths.opencode, has: /^Quote your variables\.$/m },
    "claude-code": { file: smiths.claude, has: /^Quote your variables\.$/m },
    pi: { file: smiths.pi, has: /^Quote your variables\.$/m },
  },
  "permissions.bash": {
    opencode: {
      file: smiths.opencode,
      has: /^ {2}"bash":\n {4}"\*": "ask"\n {4}"rm \*": "deny"\n {4}"git status\*": "allow"$/m,
    },
    "claude-code": {
      file: smiths.claudeSettings,
      has: /"allow":\[[^\]]*"Bash\(git status\*\)".*"deny":\[[^\]]*"Bash\(rm \*\)"/,
    },
    pi: {
      file: smiths.pi,
      has: /^- bash: ask the user first; allowed for "git status\*"; never for "rm \*"$/m,
    },
  },
  "permissions.edit": {
    opencode: { file: smiths.opencode, has: /^ {2}"edit": "deny"$/m },
    "claude-code": { file: smiths.claude, has: /^disallowedTools: "[^"]*Edit, Write, NotebookEdit/m },
    pi: { lost: 'settings.defaultTools: the primary agent "foreman" is not to have edit, write' },
  },
  "permissions.webfetch": {
    opencode: { file: smiths.opencode, has: /^ {2}"webfetch": "allow"$/m },
    "claude-code": { file: smiths.claudeSettings, has: /"allow":\[[^\]]*"WebFetch"/ },
    pi: { file: ".pi/agent/agents/foreman.md", has: /^tools: "[^"]*fetch_content/m },
  },
  "permissions.websearch": {
    opencode: { file: smiths.opencode, has: /^ {2}"websearch": "deny"$/m },
    "claude-code": { file: smiths.claude, has: /^disallowedTools: "[^"]*WebSearch/m },
    pi: { file: smiths.pi, has: /^- websearch: never$/m },
  },
  "permissions.question": {
    opencode: { file: smiths.opencode, has: /^ {2}"question": "allow"$/m },
    "claude-code": { file: smiths.claudeSettings, has: /"allow":\[[^\]]*"AskUserQuestion"/ },
    // Nothing of pi's asks before a question, so that there is nothing to say.
    pi: { file: smiths.pi, has: /^## Limits$/m },
  },
  "permissions.external_directory": {
    opencode: {
      file: smiths.opencode,
      has: /^ {2}"external_directory":\n {4}"\*": "ask"\n {4}"~\/yard\/\*\*": "allow"$/m,
    },
    "claude-code": { file: smiths.claudeSettings, has: /"additionalDirectories":\["~\/yard"\]/ },
    pi: { file: smiths.pi, has: /^- external_directory: ask the user first; allowed for "~\/yard\/\*\*"$/m },
  },
};

const tree = treeOf(brought);
let rendered: Readonly<Record<string, { readonly content: Content; readonly warnings: readonly string[] }>>;
beforeAll(async () => {
  const flake = `agentsInput = (import (fixtures + "/agents-toml/flake.nix")).outputs {} // {outPath = "\${fixtures + "/agents-toml"}";};`;
  const homes = Object.fromEntries(
    brought.map(({ name }) => [
      name,
      `{coding.agents.${name} = {enable = true; package = null; ${flake} ${name === "claude-code" ? 'strategies.settings = "link";' : ""}};}`,
    ]),
  );
  const modules = brought.map(({ name }) => `${tree}/home-manager/${name}`);
  const built = await buildHomes(homes, { modules });
  rendered = Object.fromEntries(
    Object.entries(built).map(([name, home]) => {
      expect(home.failedAssertions).toEqual([]);
      return [name, { content: contentOf(home), warnings: home.warnings }];
    }),
  );
});

describe.each(["opencode", "claude-code", "pi"] as const)("%s", (program) => {
  it.each(Object.entries(fates))("takes %s, or says why not", (_, of) => {
    const { file, has, lost } = of[program];
    const { content, warnings } = rendered[program] ?? { content: {}, warnings: [] };
    if (file !== undefined) expect(content[file] ?? "").toMatch(has ?? /^/);
    if (lost !== undefined) expect(warnings.join("\n")).toContain(lost);
  });

  it("warns of nothing else", () => {
    const losses = Object.values(fates).flatMap((of) => of[program].lost ?? []);
    const others = (rendered[program]?.warnings ?? []).filter(
      (warning) => !losses.some((lost) => warning.includes(lost)),
    );
    expect(others).toEqual(expected[program]);
  });
});

/** What is said beside the losses of a whole field. */
const expected: Readonly<Record<string, readonly string[]>> = {
  opencode: [],
  "claude-code": [
    "coding.agents.claude-code.agentsInput: clerk: permissions.edit is not carried: in Claude Code permissions are the session's, and not an agent's; its prompt says them",
  ],
  pi: [],
};
