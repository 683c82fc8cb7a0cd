import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { rules } from "../../src/compiler/diff/rules/index.js";
import type {
  ConfigurationPlace,
  IsolatedAgent,
  MergedFile,
  OutsideKeys,
} from "../../src/compiler/program/agent.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { Bench, treeOf } from "./mutations/tree.js";

/**
 * Every field of an agent's description, changed alone, and the finding that names it in the tree that comes of it. The tables have
 * the fields by their types, so that a new one does not compile until it is said what a reviewer hears of it.
 */

const place = mkdtempSync(join(tmpdir(), "nixsmith-description-"));
afterAll(() => rmSync(place, { recursive: true }));

const outside: OutsideKeys = {
  settings: { env: { URL: "<url>" } },
  file: { path: "further.json", content: { key: "<placeholder>" } },
  environment: { anthropic: { ANTHROPIC_BASE_URL: "<url>" } },
  environmentKey: "env",
  suffixes: { anthropic: "/v1" },
};
const agent: IsolatedAgent = {
  ...isolatedOf(claude),
  outside,
  policy: { LockPersonality: { value: "no", reason: "It must.", opens: "Old programs run." } },
};
const settings: MergedFile = {
  ...agent.settings,
  names: ["settings.json", "settings.jsonc"],
  variable: "CLAUDE_CODE_SETTINGS",
  directory: "/etc/claude-code/managed-settings.d",
  kept: ["theme"],
};
const described: IsolatedAgent = { ...agent, settings };

function isolatedOf({ isolated, name }: typeof claude): IsolatedAgent {
  if (isolated === undefined) throw new Error(`${name} is not isolated`);
  return isolated;
}

/** What the field is made, and what is said of that: a rule, and what it is about. */
interface Changed<Value> {
  readonly to: Value;
  readonly says: string;
}
type Table<Part, But extends keyof Part = never> = {
  readonly [Field in Exclude<keyof Part, But>]-?: Changed<Part[Field]>;
};

const script = (name: string) => `script-changed: nixos/claude-code-agent/${name}.sh`;
const wiring = (name: string) => `wiring-changed: nixos/claude-code-agent/${name}.nix`;

const ofAgent: Table<IsolatedAgent, "settings" | "configuration" | "outside"> = {
  title: { to: "Claude", says: script("agent") },
  program: { to: "claude", says: wiring("checks") },
  option: { to: ["m3ta", "claude"], says: "option-removed: m3ta.claude-code-agent.enable" },
  account: { to: "claude-agent", says: "sudo-broadened: sudo rule" },
  accountDescription: { to: "Claude, isolated", says: wiring("default") },
  command: { to: "claude-code", says: "guard-changed: m3ta.claude-code-agent.wrapper.commandName" },
  package: { to: "claude", says: "guard-changed: m3ta.claude-code-agent.package" },
  credentials: { to: "tokens.json", says: "sync-path-included: .credentials.json" },
  locked: { to: ["settings.json", "lock.json"], says: script("agent") },
  own: { to: agent.own.slice(1), says: "sync-path-included: .claude.json" },
  reserved: {
    to: agent.reserved.slice(1),
    says: "reserved-variable-removed: CLAUDE_CODE_MANAGED_SETTINGS_PATH",
  },
  policy: {
    to: { MemoryDenyWriteExecute: { value: "yes", reason: "It can." } },
    says: "hardening-added: claude-code-agent.MemoryDenyWriteExecute",
  },
  examples: {
    to: { settings: {}, environment: {} },
    says: "example-changed: m3ta.claude-code-agent.settings",
  },
};
const ofSettings: Table<MergedFile> = {
  path: { to: "config.json", says: script("agent") },
  names: { to: ["settings.json"], says: "managed-place-removed: settings.jsonc" },
  format: { to: "jsonc", says: script("agent") },
  ordered: { to: true, says: wiring("runtime") },
  variable: { to: undefined, says: "managed-place-removed: $CLAUDE_CODE_SETTINGS" },
  directory: { to: "/etc/claude.d", says: "managed-place-removed: /etc/claude-code/managed-settings.d" },
  kept: { to: ["theme", "permissions"], says: "kept-key-added: permissions" },
};
const ofConfiguration: Table<ConfigurationPlace> = {
  directory: { to: ".config/claude", says: script("agent") },
  variable: { to: "CLAUDE_HOME", says: "reserved-variable-removed: CLAUDE_CONFIG_DIR" },
};
const ofOutside: Table<OutsideKeys> = {
  settings: { to: {}, says: wiring("egress") },
  file: { to: { path: "other.json", content: {} }, says: script("agent") },
  environment: { to: {}, says: wiring("egress") },
  environmentKey: { to: "variables", says: wiring("egress") },
  suffixes: { to: {}, says: wiring("egress") },
  credentials: { to: { "*": ["TOKENS"] }, says: "wiring-changed: nixsmith/credential-variables.nix" },
};

const cases = (
  part: string,
  table: Readonly<Record<string, Changed<unknown>>>,
  within: (change: object) => object,
) =>
  Object.entries(table).map(
    ([field, { to, says }]) => [`${part}${field}`, within({ [field]: to }), says] as const,
  );

const sideOf = (change: object) =>
  new Bench(mkdtempSync(join(place, "tree-"))).read(
    treeOf(artefacts([{ ...claude, isolated: { ...described, ...change } }])),
  );
const base = sideOf({});
const mirrors = new Map(rules.map(({ id, mirror }) => [id, mirror]));

it.each([
  ...cases("", ofAgent, (change) => change),
  ...cases("settings.", ofSettings, (change) => ({ settings: { ...settings, ...change } })),
  ...cases("configuration.", ofConfiguration, (change) => ({
    configuration: { ...agent.configuration, ...change },
  })),
  ...cases("outside.", ofOutside, (change) => ({ outside: { ...outside, ...change } })),
])("says of %s what has become of it, and of the way back", async (_, change, says) => {
  const [before, after] = [await base, await sideOf(change)];
  const forth = diffSides(before, after);
  const back = diffSides(after, before);
  expect([...forth.unclassified, ...back.unclassified]).toEqual([]);
  const said = ({ findings }: typeof forth) => findings.map(({ rule, subject }) => `${rule.id}: ${subject}`);
  expect(said(forth)).toContain(says);
  const [rule = "", subject = ""] = says.split(": ");
  expect(said(back)).toContain(`${mirrors.get(rule)}: ${subject}`);
});

it("takes a place that is moved for one that is lost", async () => {
  const moved = await sideOf({ settings: { ...settings, directory: "/etc/claude.d" } });
  const { findings } = diffSides(await base, moved);
  const managed = findings.filter(({ rule }) => rule.id.startsWith("managed-place"));
  expect(managed.map(({ rule, subject }) => `${rule.severity} ${subject}`)).toEqual([
    "security /etc/claude-code/managed-settings.d",
    "warning /etc/claude.d",
  ]);
});
