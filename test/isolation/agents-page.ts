import type { AgentProperty, IsolatedAgent } from "../../src/compiler/program/agent.js";
import { hardening } from "../../src/isolation/policy/hardening.js";
import { reservedBy } from "../../src/isolation/policy/runtime.js";

/** What each agent has of its own in the isolation as a page: a table of all, and what each adds to the policy. */
export function agentsPage(agents: readonly IsolatedAgent[]): string {
  const head = ["what", ...agents.map(({ title }) => title)];
  const rows = facts.map(([what, of]) => [what, ...agents.map((agent) => shown(of(agent)))]);
  return `# What is each agent's own

Made of the agents' descriptions; \`npx vitest run -u test/isolation/agents-page.test.ts\` writes it anew. What it means for who may
attack whom is in the [threat model](../threat-model.md#agents-other-than-pi).

## The same for every agent

- The scripts, the mounts, the checks, and a policy of ${hardening.length} rows, but for what an agent has in [its own rows](#rows-of-the-policy).
- An account, a state for each host user, units and a sudo rule, each under the agent's own name.
- These variables are the runtime's to set, and so are \`LC_*\` and \`XDG_*\`: ${list(common(agents))}.

## Each agent's

${[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("")}
What is never copied is not taken from the host user's directory into the agent's. Credentials are not either, unless a host asks for
it by \`sync.auth\`.

## Rows of the policy

${agents.map(policyText).join("")}`;
}

type Fact = readonly [what: string, of: (agent: IsolatedAgent) => readonly string[]];

/** Every fact of a description by which its agent's isolation differs from another's, beside names and the policy. */
const facts: readonly Fact[] = [
  ["options", ({ option }) => [option.join(".")]],
  ["account, and prefix of its units", ({ account }) => [account]],
  ["command", ({ command }) => [command]],
  ["package", (agent) => [agent.package]],
  ["configuration", ({ configuration }) => [`~/${configuration.directory}`]],
  ["named to it by", ({ configuration }) => [configuration.variable]],
  ["file that is merged", ({ settings }) => settings.names],
  ["keys of it that the agent keeps", ({ settings }) => settings.kept],
  ["managed settings stand in this variable too", ({ settings }) => present(settings.variable)],
  ["managed settings lie in this directory too", ({ settings }) => present(settings.directory)],
  ["credentials", ({ credentials }) => [credentials]],
  ["locked by a directory beside them", ({ locked }) => locked],
  ["own state, never copied", ({ own }) => own],
  ["reserved variables beside those of all", ({ reserved }) => reserved],
  [
    "keys of its settings that lead it to a key outside",
    ({ outside }) => Object.keys(outside?.settings ?? {}),
  ],
  ["key of its settings that holds variables, too", ({ outside }) => present(outside?.environmentKey)],
  ["file that leads it to a key outside", ({ outside }) => present(outside?.file?.path)],
  ["variables that lead it to a key outside", ({ outside }) => variablesOf(outside?.environment)],
  [
    "variables that it alone takes a credential from",
    ({ outside }) => Object.values(outside?.credentials ?? {}).flat(),
  ],
];

const present = (one: string | undefined): readonly string[] => (one === undefined ? [] : [one]);

const variablesOf = (
  environment: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): readonly string[] => [...new Set(Object.values(environment).flatMap(Object.keys))];

/** Variables that no agent's description has any part in. */
function common(agents: readonly IsolatedAgent[]): readonly string[] {
  const [first, ...others] = agents.map(reservedBy);
  return first?.filter((name) => others.every((names) => names.includes(name))) ?? [];
}

function policyText({ title, policy = {} }: IsolatedAgent): string {
  const rows = Object.entries(policy).map(([property, own]) => `- ${rowText(property, own)}\n`);
  return `**${title}** ${rows.length === 0 ? "adds nothing and opens nothing.\n\n" : `has these:\n\n${rows.join("")}\n`}`;
}

function rowText(property: string, { value, reason, opens, breaks }: AgentProperty): string {
  const text = typeof value === "string" ? value : value.join(" ");
  return [
    `\`${property}=${text}\`: ${reason}`,
    ...(opens === undefined ? [] : [`**It opens this:** ${opens}`]),
    ...(breaks === undefined ? [] : [`It breaks this: ${breaks}`]),
  ].join(" ");
}

const list = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(", ");
const shown = (texts: readonly string[]): string => (texts.length === 0 ? "–" : list(texts));
