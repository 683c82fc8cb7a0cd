import type { AgentPreview, Naming, UserPreview } from "./preview.js";
import type { SeenNode, Sight } from "./sees.js";

/** One thing that can be said of a host on a line of its own. */
export interface Fact {
  readonly topic: Topic;
  /** Unlike every other name of the topic. */
  readonly name: string;
  readonly value: string;
  /**
   * How far it opens the host to the agent, to be compared with the same fact of another host; what is not said at all
   * counts as 0. Absent where more or less cannot be told.
   */
  readonly openness?: number;
}

export type Topic = "who" | "sees" | "settings" | "environment" | "sandbox";

/**
 * Everything that a preview says of an agent, line by line.
 * @param viewers users of whom it is said what their sessions see
 */
export function factsOf(agent: AgentPreview, viewers: ReadonlySet<string>): readonly Fact[] {
  const { naming } = agent;
  return [
    ...agentFacts(agent),
    ...agent.users.flatMap((user) => userFacts(naming, user)),
    ...agent.users.filter(({ user }) => viewers.has(user)).flatMap(sightFacts),
    ...agent.settings.map(
      ({ path, layer, value }): Fact => ({
        topic: "settings",
        name: path,
        value: `${value ?? "its own"} (${layer === "agent" ? naming.title : layer})`,
      }),
    ),
    ...agent.environment.flatMap(({ from, names }) =>
      names.map((name): Fact => ({ topic: "environment", name, value: `from ${from}` })),
    ),
    ...agent.policy.map(
      ({ property, dropIn, flags }): Fact => ({
        topic: "sandbox",
        name: property,
        value: (dropIn.length > 0 ? dropIn : flags).filter((entry) => entry !== "").join(" ") || "(none)",
        ...(granting.includes(property) ? {} : { openness: -1 }),
      }),
    ),
  ];
}

/** Properties that give something; every other one takes something away. */
const granting = ["BindReadOnlyPaths", "IPAddressAllow"];
const networks = ["none", "proxy", "loopback", "full"];
const sights: readonly Sight[] = ["hidden", "read-only", "read-write"];

function agentFacts(agent: AgentPreview): readonly Fact[] {
  const { user, group, network, nixAccess, projectAccess, protectGit, sudo, exposure } = agent;
  const fact = (name: string, value: string, openness?: number): Fact => ({
    topic: "sandbox",
    name,
    value,
    ...(openness === undefined ? {} : { openness }),
  });
  return [
    fact("runs as", `${user}:${group}`),
    fact("sudo", sudo),
    fact("project access", projectAccess),
    fact("network", network, networks.indexOf(network)),
    ...agent.reaches.map(({ what, key }) =>
      key === undefined
        ? fact(`reaches ${what}`, "by its proxy", 1)
        : fact(`reaches ${what}`, `by its proxy, with the key ${key}`, 2),
    ),
    // By all that a request is made by: another place, path or header is one that was not open.
    ...agent.outside.flatMap(({ provider, base, header, paths }) =>
      paths.map((path) => fact(`key of ${provider} in ${header} for ${base}${path}`, "outside", 1)),
    ),
    ...(nixAccess === "daemon" ? [fact("nix daemon", "can be reached", 1)] : []),
    fact("protects git", protectGit ? "yes" : "no", protectGit ? 0 : 1),
    ...(exposure.kind === "measured" ? [fact("exposure", exposure.score.toFixed(1), exposure.score)] : []),
  ];
}

function userFacts(
  { credentials }: Naming,
  { user, command, roots, exposure, configuration, auth }: UserPreview,
): readonly Fact[] {
  const fact = (what: string, value: string, openness?: number): Fact => ({
    topic: "who",
    name: `${user} ${what}`,
    value,
    ...(openness === undefined ? {} : { openness }),
  });
  return [
    fact("runs", command ?? "(no command)", 1),
    ...roots.map((root) => fact(`in ${root}`, "allowed", 1)),
    fact("shows", exposure, exposure === "root" ? 2 : 1),
    fact("brings", configuration),
    fact(credentials, auth),
  ];
}

function sightFacts({ user, sees }: UserPreview): readonly Fact[] {
  return everyNode(sees).map(({ path, sight }) => ({
    topic: "sees",
    name: `${user}: ${path}`,
    value: sight,
    openness: sights.indexOf(sight),
  }));
}

const everyNode = (node: SeenNode): readonly SeenNode[] => [node, ...node.children.flatMap(everyNode)];
