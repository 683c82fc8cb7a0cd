import { dirname } from "node:path/posix";
import type { AgentPreview, Naming, UserPreview } from "../preview.js";
import type { Sight } from "../sees.js";
import { networkWords } from "../words.js";

/** One station on the way from the host user to the agent. */
export interface Station {
  readonly title: string;
  readonly text: string;
}

/** Something of the host, and what becomes of it in the sandbox. */
export interface Crossing {
  readonly from: string;
  readonly how: string;
  readonly to: string;
  readonly sight: Sight;
  /** What the sight is called here. */
  readonly tag: string;
}

/** What the drawing says, before it has a shape. */
export interface Story {
  /** What the agent's units are called. */
  readonly units: string;
  readonly stations: readonly Station[];
  readonly inside: Station;
  readonly crossings: readonly Crossing[];
}

/** The way in, and what crosses it, told with one of the host's users. */
export function storyOf(naming: Naming, agent: AgentPreview, user: UserPreview): Story {
  const others = agent.users.length - 1;
  return {
    units: `${naming.account}-….service`,
    stations: [
      {
        title: others > 0 ? `${user.user} +${others}` : user.user,
        text: user.command === undefined ? "no command" : `runs ${user.command}`,
      },
      { title: agent.sudo, text: "one rule" },
      { title: "runner", text: "as root" },
    ],
    inside: { title: user.command ?? naming.title, text: `as ${agent.user}:${agent.group}` },
    crossings: crossings(naming, agent, user),
  };
}

function crossings(naming: Naming, agent: AgentPreview, user: UserPreview): readonly Crossing[] {
  const [root = "", ...more] = user.roots;
  const place = user.exposure === "root" ? root : `${root}/<project>`;
  const state = dirname(dirname(user.state));
  const files = agent.environment
    .filter(({ from }) => from.startsWith(`${naming.option}.`))
    .flatMap(({ names }) => names);
  const isIdmapped = agent.projectAccess === "idmap";
  const project = crossing(
    "read-write",
    more.length > 0 ? `${place} (+${more.length})` : place,
    isIdmapped ? "id-mapped mount" : "mount, ACLs",
    isIdmapped ? "same path, files keep their owner" : "same path",
  );
  const git = crossing("read-only", ".git/hooks and .git/config", "protected", "same path");
  const variables = crossing("read-only", shortList(files), "by systemd", "environment variables", "values");
  const network = crossing("read-write", networkWords(agent.network), "network", "can be reached", "open");
  const allowed = [
    ...agent.reaches.map(({ what }) => what),
    ...agent.outside.map(({ provider }) => `${provider} (key outside)`),
  ];
  const byProxy = crossing(
    "read-write",
    shortList(allowed),
    "proxy, by name",
    "127.0.0.1 of its own",
    "open",
  );
  const noNetwork = crossing("hidden", "the host's network", "", "a loopback of its own", "closed");
  return [
    project,
    ...(agent.protectGit ? [git] : []),
    crossing("read-only", user.configuration, "copied when changed", `${state}/config/${user.user}`),
    crossing("read-write", user.state, "mount", `${naming.title}'s home: sessions, credentials`),
    ...(files.length === 0 ? [] : [variables]),
    crossing("read-only", "/nix/store, /etc, the system", "as it is", "same paths"),
    ...(agent.network === "none" || agent.network === "proxy" ? [noNetwork] : [network]),
    ...(allowed.length > 0 ? [byProxy] : []),
    crossing("hidden", "homes, /run, secrets, devices, processes", "", "not there"),
  ];
}

const crossing = (sight: Sight, from: string, how: string, to: string, tag: string = sight): Crossing => ({
  from,
  how,
  to,
  sight,
  tag,
});

const shortList = (names: readonly string[]): string =>
  names.length > 2 ? `${names.slice(0, 2).join(", ")} +${names.length - 2}` : names.join(", ");
