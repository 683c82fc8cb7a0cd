import type { Change } from "../compare.js";
import type { Topic } from "../facts.js";
import { mapStrings } from "../strings.js";
import type { Screen } from "./screen.js";
import { type Cell, printable, table } from "./text.js";

/** In the order in which they are shown. */
const headings: readonly (readonly [Topic, string])[] = [
  ["who", "Who may run what, from where"],
  ["sees", "What the agent sees"],
  ["settings", "Settings"],
  ["environment", "Environment"],
  ["sandbox", "Sandbox"],
];

/** What would be different on a host, as text for people. */
export function renderChanges(changes: readonly Change[], { colours, width }: Screen): string {
  const shown = mapStrings(changes, printable);
  const paint = { opens: colours.red, closes: colours.green };
  const row = ({ name, before, after, effect }: Change): readonly Cell[] => [
    { text: effect ?? "", ...(effect === undefined ? {} : { paint: paint[effect] }) },
    { text: name },
    {
      text:
        before === undefined ? `+ ${after}` : after === undefined ? `- ${before}` : `${before} → ${after}`,
    },
  ];
  const agents = [...new Set(shown.map(({ agent }) => agent))];
  const label = (agent: string, heading: string): string =>
    agents.length > 1 ? `${agent}: ${heading}` : heading;
  return agents
    .flatMap((agent) =>
      headings.map(([topic, heading]) => ({
        heading: label(agent, heading),
        rows: shown.filter((one) => one.agent === agent && one.topic === topic).map(row),
      })),
    )
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, rows }) =>
      [colours.bold(heading), ...table(rows, width - 2).map((line) => `  ${line}`), ""].join("\n"),
    )
    .join("\n");
}
