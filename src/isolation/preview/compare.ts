import { type Fact, factsOf, type Topic } from "./facts.js";
import type { AgentPreview, Preview } from "./preview.js";

/** How two hosts differ in one thing. */
export interface Change {
  /** Where the options of the agent are that it is about. */
  readonly agent: string;
  readonly topic: Topic;
  readonly name: string;
  /** Absent where the first host does not say it. */
  readonly before?: string;
  /** Absent where the second host does not say it. */
  readonly after?: string;
  /** Whether the second host is more open to the agent, or less; absent where that cannot be told. */
  readonly effect?: "opens" | "closes";
}

/** Everything in which the second host differs, agent by agent, in the order of the previews. */
export function comparePreviews(before: Preview, after: Preview): readonly Change[] {
  const options = [...new Set([...before.agents, ...after.agents].map(({ naming }) => naming.option))];
  return options.flatMap((option) => {
    const [old, fresh] = [before, after].map(({ agents }) =>
      agents.find(({ naming }) => naming.option === option),
    );
    return compareAgents(old, fresh).map((one) => ({ agent: option, ...one }));
  });
}

type AgentChange = Omit<Change, "agent">;

/** An agent that one host does not have has nothing to say there. */
function compareAgents(
  before: AgentPreview | undefined,
  after: AgentPreview | undefined,
): readonly AgentChange[] {
  const viewers = commonUsers(before, after);
  const said = (one: AgentPreview | undefined): readonly Fact[] =>
    one === undefined ? [] : factsOf(one, viewers);
  const [old, fresh] = [said(before), said(after)];
  const key = ({ topic, name }: Fact): string => `${topic} ${name}`;
  const oldByKey = new Map(old.map((fact) => [key(fact), fact]));
  const freshByKey = new Map(fresh.map((fact) => [key(fact), fact]));
  const keys = [...new Set([...oldByKey.keys(), ...freshByKey.keys()])];
  return keys.flatMap((one) => change(oldByKey.get(one), freshByKey.get(one)));
}

/** What somebody sees who is on one host only is no difference beside that. */
function commonUsers(before: AgentPreview | undefined, after: AgentPreview | undefined): ReadonlySet<string> {
  const names = (agent: AgentPreview | undefined): readonly string[] =>
    agent?.users.map(({ user }) => user) ?? [];
  return new Set(names(before).filter((name) => names(after).includes(name)));
}

function change(before: Fact | undefined, after: Fact | undefined): readonly AgentChange[] {
  const known = after ?? before;
  if (known === undefined || before?.value === after?.value) return [];
  const { topic, name } = known;
  const more = opening(before, after);
  return [
    {
      topic,
      name,
      ...(before === undefined ? {} : { before: before.value }),
      ...(after === undefined ? {} : { after: after.value }),
      ...(more === 0 ? {} : { effect: more > 0 ? "opens" : "closes" }),
    },
  ];
}

function opening(before: Fact | undefined, after: Fact | undefined): number {
  const rank = (fact: Fact | undefined): number => (fact === undefined ? 0 : (fact.openness ?? Number.NaN));
  const more = rank(after) - rank(before);
  return Number.isNaN(more) ? 0 : more;
}
