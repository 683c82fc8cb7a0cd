import type { Json } from "../compiler/ir/types.js";
import type { IsolatedAgent } from "../compiler/program/agent.js";

/**
 * The isolation's own texts are written for any agent: `@title@`, `@option@` and the like stand for what one is called.
 * A text that is nothing but such a name may stand for any value, as the examples do.
 */
export function named<T>(value: T, agent: IsolatedAgent): T;
export function named(value: unknown, agent: IsolatedAgent): unknown {
  const names = namesOf(agent);
  const fill = (inner: unknown): unknown => {
    if (typeof inner === "string") return filled(inner, names);
    if (inner === null || typeof inner !== "object") return inner;
    if (Array.isArray(inner)) return inner.map(fill);
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [filledText(key, names), fill(one)]));
  };
  return fill(value);
}

/** Where the agent's options are, as people write it. */
export const optionOf = ({ option }: Pick<IsolatedAgent, "option">): string => option.join(".");

type Names = Readonly<Record<string, Json>>;

const namesOf = (agent: IsolatedAgent): Names => ({
  title: agent.title,
  option: optionOf(agent),
  account: agent.account,
  command: agent.command,
  package: agent.package,
  directory: agent.configuration.directory,
  variable: agent.configuration.variable,
  settings: agent.settings.path,
  credentials: agent.credentials,
  settingsExample: agent.examples.settings,
  environmentExample: agent.examples.environment,
});

function filled(text: string, names: Names): Json {
  const [, whole] = /^@(\w+)@$/.exec(text) ?? [];
  return whole === undefined ? filledText(text, names) : (names[whole] ?? text);
}

const filledText = (text: string, names: Names): string =>
  text.replace(/@(\w+)@/g, (hole, name: string) => {
    const value = names[name];
    return typeof value === "string" ? value : hole;
  });
