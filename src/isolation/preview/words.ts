import type { AgentPreview, Naming } from "./preview.js";

/** The sentences that the terminal and the page share. */

const networks: Readonly<Record<string, string>> = {
  full: "the host's whole network",
  loopback: "the host's loopback only",
  none: "no network",
  proxy: "no network but a proxy that decides by name",
};

/** @param enabled how many other agents the host has */
export const disabledWords = (option: string, enabled: number): string =>
  `${option}.enable is false: this host gets ${enabled === 0 ? "nothing" : "nothing of it"}.`;

export const networkWords = (mode: string): string => networks[mode] ?? mode;

/** What a session is, in a few lines. */
export function summary(
  { title }: Naming,
  { user, group, network, nixAccess, projectAccess, protectGit, reaches, outside }: AgentPreview,
): readonly string[] {
  return [
    `${title} runs as ${user}:${group} with ${networkWords(network)}.`,
    projectAccess === "idmap"
      ? "Projects are mounted so that files keep their owner."
      : "Projects are opened to the agent by ACLs, which stay on the files.",
    protectGit
      ? "A project's git hooks and config are read-only to it."
      : "A project's git hooks and config are open to it: what it leaves there runs as the host user.",
    ...(reaches.length > 0 ? [`Its proxy lets it reach ${reaches.map(({ what }) => what).join(", ")}.`] : []),
    ...outside.map(
      ({ provider, base }) => `Its key of ${provider} stays outside, and is put in for ${base} alone.`,
    ),
    ...(nixAccess === "daemon"
      ? ["It reaches the Nix daemon, which builds and fetches for it with a network of its own."]
      : []),
  ];
}

export const exposureWords = (exposure: string): string =>
  exposure === "root"
    ? "the whole root that it is started in"
    : "the nearest directory upwards that holds .git, else the current one";

const authWords: Readonly<Record<string, (file: string) => string>> = {
  never: (file) => `without ${file}: the agent signs in on its own`,
  "if-missing": (file) => `with ${file}, once`,
  newer: (file) => `with ${file}, whenever the user's is newer`,
};

export const copyWords = ({ credentials }: Naming, auth: string): string =>
  authWords[auth]?.(credentials) ?? auth;

/** Systemd's rating as a sentence. */
export function ratingWords({ exposure }: AgentPreview): string {
  if (exposure.kind === "unavailable") return `Exposure not rated: ${exposure.reason}.`;
  const rating = `Exposure ${exposure.score.toFixed(1)} of 10, ${exposure.level}, by systemd ${exposure.systemd}.`;
  return exposure.ignored === 0
    ? rating
    : `${rating} It does not know ${exposure.ignored} of the lines: on the host it is no worse.`;
}

export function settingsWords({ title, settings }: Naming, { knowsHostSettings }: AgentPreview): string {
  return knowsHostSettings
    ? `Managed values win over the host user's, and those over what ${title} keeps for itself.`
    : `Managed values win. Whatever else the host user's ${settings} says stays; --host-settings FILE shows it.`;
}

export const runnerWords =
  "The path of the program stands in for the real one, which only Nix knows; --runner takes that.";

/** What the module refuses and a host file cannot show. */
export const unseenWords =
  "A host file says nothing of groups and of the rest of sudo's configuration. Who else is in the agent's group, which groups it was put into, whether sudo is for wheel alone, and whether an mkForce takes the rule away, is seen when Nix evaluates the host, and refused there.";
