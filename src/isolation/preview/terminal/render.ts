import type { Colours } from "../../../colours.js";
import type { AgentPreview, Naming, Preview, UserPreview } from "../preview.js";
import type { SeenNode, Sight } from "../sees.js";
import type { Layer } from "../settings.js";
import { mapStrings } from "../strings.js";
import {
  copyWords,
  disabledWords,
  exposureWords,
  ratingWords,
  runnerWords,
  settingsWords,
  summary,
  unseenWords,
} from "../words.js";
import { policyLines } from "./policy.js";
import type { Screen } from "./screen.js";
import { type Cell, printable, table, wrap } from "./text.js";

/** A host as text for people. */
export function renderText(preview: Preview, screen: Screen): string {
  const { host, agents, disabled } = mapStrings(preview, printable);
  const [agent, ...others] = agents;
  const isAlone = agent !== undefined && others.length === 0;
  const titles = agents.map(({ naming }) => naming.title).join(" and ");
  const intro = isAlone ? summaryLines(agent, screen) : agents.length > 1 ? [`It has ${titles}.`] : [];
  const off = disabled.map((option) => disabledWords(option, agents.length));
  const parts = isAlone ? sections(agent, screen) : agents.flatMap((one) => labelled(one, screen));
  return [[host, [...intro, ...off]] as const, ...parts]
    .map(([heading, lines]) =>
      [screen.colours.bold(heading), ...lines.map((line) => `  ${line}`.trimEnd()), ""].join("\n"),
    )
    .join("\n");
}

type Section = readonly [heading: string, lines: readonly string[]];

const summaryLines = (agent: AgentPreview, { width }: Screen): readonly string[] =>
  summary(agent.naming, agent).flatMap((line) => wrap(line, width - 2));

/** One of several agents: every heading says whose it is. */
const labelled = (agent: AgentPreview, screen: Screen): readonly Section[] => [
  [agent.naming.option, summaryLines(agent, screen)],
  ...sections(agent, screen).map(([heading, lines]): Section => [`${agent.naming.title}: ${heading}`, lines]),
];

function sections(agent: AgentPreview, screen: Screen): readonly Section[] {
  const { naming } = agent;
  const inner = { ...screen, width: screen.width - 2 };
  return [
    ["Who may run what, from where", whoLines(naming, agent, inner)],
    ...agent.users.map(
      (user): Section => [`What the agent sees when ${user.user} runs it`, treeLines(user, inner)],
    ),
    ["Settings, and the layer that each comes from", settingLines(naming, agent, inner)],
    ["Environment, later layers win; names only", environmentLines(agent, inner)],
    ["Sandbox: what systemd enforces, and why", sandboxLines(agent, inner)],
  ];
}

function whoLines(
  naming: Naming,
  { users, sudo, sudoers, hasRunner }: AgentPreview,
  { colours, width }: Screen,
): readonly string[] {
  const rule = `${sudo} lets them run one program as root, without arguments and without a password:`;
  if (users.length === 0) return ["Nobody may start the agent."];
  return [
    ...users.flatMap((user) => userLines(naming, user, { colours, width })),
    "Everybody else is refused.",
    "",
    ...wrap(rule, width),
    ...sudoers.map((line) => `  ${colours.dim(line)}`),
    ...[...(hasRunner ? [] : [runnerWords]), unseenWords].flatMap((words) =>
      wrap(words, width).map(colours.dim),
    ),
  ];
}

function userLines(naming: Naming, user: UserPreview, { colours, width }: Screen): readonly string[] {
  const command =
    user.command === undefined
      ? "no command: the wrapper is off"
      : `runs ${colours.bold(user.command)} in and below`;
  const details: readonly (readonly [string, string])[] = [
    ["sees", exposureWords(user.exposure)],
    ["brings", `a copy of ${user.configuration}, ${copyWords(naming, user.auth)}`],
    ["keeps", `sessions and credentials in ${user.state}`],
  ];
  const rows = details.map(([name, text]): readonly Cell[] => [{ text: name, paint: colours.dim }, { text }]);
  return [
    `${colours.bold(user.user)} ${command}`,
    ...user.roots.map((root) => `  ${colours.green(root)}`),
    ...table(rows, width - 2).map((line) => `  ${line}`),
  ];
}

const paintOf = (colours: Colours): Readonly<Record<Sight, (text: string) => string>> => ({
  "read-write": colours.green,
  "read-only": colours.yellow,
  hidden: colours.dim,
});

function treeLines({ sees }: UserPreview, { colours, width }: Screen): readonly string[] {
  const paint = paintOf(colours);
  const rows = treeRows(sees, "", "").map(({ rail, node }): readonly Cell[] => [
    { text: rail + node.name, paint: (text) => rail + paint[node.sight](text.slice(rail.length)) },
    { text: node.sight, paint: paint[node.sight] },
    { text: node.note, paint: colours.dim },
  ]);
  return table(rows, width);
}

interface TreeRow {
  readonly rail: string;
  readonly node: SeenNode;
}

function treeRows(node: SeenNode, rail: string, below: string): readonly TreeRow[] {
  const last = node.children.length - 1;
  return [
    { rail, node },
    ...node.children.flatMap((child, index) =>
      treeRows(child, below + (index === last ? "└── " : "├── "), below + (index === last ? "    " : "│   ")),
    ),
  ];
}

function settingLines(naming: Naming, agent: AgentPreview, { colours, width }: Screen): readonly string[] {
  const paint: Readonly<Record<Layer, (text: string) => string>> = {
    managed: colours.cyan,
    host: colours.green,
    agent: colours.dim,
  };
  const rows = agent.settings.map(({ path, layer, value, replaces }): readonly Cell[] => [
    { text: layer === "agent" ? naming.title : layer, paint: paint[layer] },
    { text: path },
    {
      text:
        value === undefined
          ? `(kept by ${naming.title})`
          : value + (replaces === undefined ? "" : ` instead of ${replaces}`),
    },
  ]);
  return [...table(rows, width), ...wrap(settingsWords(naming, agent), width).map(colours.dim)];
}

function environmentLines({ environment }: AgentPreview, { colours, width }: Screen): readonly string[] {
  const rows = environment
    .filter(({ names }) => names.length > 0)
    .map(({ from, note, names }): readonly Cell[] => [
      { text: from, paint: colours.dim },
      { text: names.join(" ") + (note === "" ? "" : ` (${note})`) },
    ]);
  return table(rows, width);
}

function sandboxLines(agent: AgentPreview, { colours, width }: Screen): readonly string[] {
  const { exposure } = agent;
  const open = exposure.kind === "measured" ? exposure.open : [];
  const openRows = open.map(({ name, description, weight }): readonly Cell[] => [
    { text: weight.toFixed(1), paint: colours.yellow },
    { text: name },
    { text: description, paint: colours.dim },
  ]);
  return [
    ...wrap(ratingWords(agent), width).map(colours.bold),
    "",
    ...policyLines(agent.policy, { colours, width }),
    ...(open.length === 0 ? [] : ["", "What systemd counts against it", ...table(openRows, width)]),
  ];
}
