import { type Fact, factsOf, type Topic } from "./facts.js";
import type { Preview } from "./preview.js";

/** How two hosts differ in one thing. */
export interface Change {
  readonly topic: Topic;
  readonly name: string;
  /** Absent where the first host does not say it. */
  readonly before?: string;
  /** Absent where the second host does not say it. */
  readonly after?: string;
  /** Whether the second host is more open to the agent, or less; absent where that cannot be told. */
  readonly effect?: "opens" | "closes";
}

/** Everything in which the second host differs, in the order of the previews. */
export function comparePreviews(before: Preview, after: Preview): readonly Change[] {
  const viewers = commonUsers(before, after);
  const [old, fresh] = [factsOf(before, viewers), factsOf(after, viewers)];
  const key = ({ topic, name }: Fact): string => `${topic} ${name}`;
  const oldByKey = new Map(old.map((fact) => [key(fact), fact]));
  const freshByKey = new Map(fresh.map((fact) => [key(fact), fact]));
  const keys = [...new Set([...oldByKey.keys(), ...freshByKey.keys()])];
  return keys.flatMap((one) => change(oldByKey.get(one), freshByKey.get(one)));
}

/** What somebody sees who is on one host only is no difference beside that. */
function commonUsers(before: Preview, after: Preview): ReadonlySet<string> {
  const names = ({ agent }: Preview): readonly string[] => agent?.users.map(({ user }) => user) ?? [];
  return new Set(names(before).filter((name) => names(after).includes(name)));
}

function change(before: Fact | undefined, after: Fact | undefined): readonly Change[] {
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
