import type { Access } from "./access.js";
import { type AgentRendering, dropInPath, type Rendering } from "./render.js";

/** One part of the report: a heading and its lines. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/**
 * What a host gets, for people.
 * @param runnerNote how the runner's path in the sudo rule came about
 */
export function reportSections({ host, agent }: Rendering, runnerNote: string): readonly Section[] {
  if (agent === undefined) {
    return [{ heading: host, lines: ["m3ta.pi-agent.enable is false: this host gets nothing."] }];
  }
  return [
    { heading: host, lines: summary(agent) },
    { heading: "Who may do what where", lines: accessLines(agent.access) },
    { heading: `Rule for ${agent.sudo} (${runnerNote})`, lines: textLines(agent.sudoers) },
    { heading: "Properties of systemd-run", lines: agent.flags.map((flag) => `-p ${flag}`) },
    { heading: dropInPath, lines: textLines(agent.dropIn) },
    {
      heading: "Settings that win over the host user's and the agent's own",
      lines: agent.settings.split("\n"),
    },
    { heading: "Environment, later ones win", lines: environmentLines(agent) },
  ];
}

function summary({ user, group, network, projectAccess, protectGit }: AgentRendering): readonly string[] {
  const networks: Readonly<Record<string, string>> = {
    full: "the host's whole network",
    loopback: "the host's loopback only",
    none: "no network",
  };
  return [
    `pi runs as ${user}:${group} with ${networks[network] ?? network}.`,
    projectAccess === "idmap"
      ? "Projects are mounted so that files keep their owner."
      : "Projects are opened to the agent by ACLs.",
    protectGit
      ? "A project's git hooks and config are read-only to it."
      : "A project's git hooks and config are open to it.",
  ];
}

function accessLines(access: readonly Access[]): readonly string[] {
  const everybodyElse = access.length === 0 ? "Nobody may start the agent." : "Everybody else is refused.";
  return [...access.flatMap(userLines), everybodyElse];
}

function userLines({
  user,
  command,
  roots,
  exposure,
  configuration,
  auth,
  state,
}: Access): readonly string[] {
  return [
    command === undefined
      ? `${user}: no command, the wrapper is off`
      : `${user} runs ${command} in and below`,
    ...roots.map((root) => `  ${root}`),
    exposure === "root"
      ? "  and the agent sees the whole of it"
      : "  and the agent sees the nearest directory upwards that holds .git, else the current one",
    `  configuration: a copy of ${configuration}, auth.json: ${auth}`,
    `  state: ${state}`,
  ];
}

function environmentLines({ environment }: AgentRendering): readonly string[] {
  return [
    ...environment.managed.map((name) => `${name} (environment)`),
    ...environment.files.map((file) => `${file} (environmentFiles)`),
    `${environment.reserved.join(" ")} (the session's own)`,
  ];
}

const textLines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
