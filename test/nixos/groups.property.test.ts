import fc from "fast-check";
import { expect, it } from "vitest";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";
import { size } from "../support/long.js";
import { evaluateHosts, resultOf } from "./hosts.js";

// Who is in which group, said on either side, and what follows from it. The judge is a model of three lines: a member is
// who names the group, whom the group names, or whose primary group it is.

const people = ["alice", "m3tam3re"] as const;
const agent = "pi-agent";
/** Groups that make a member as good as root, and others. */
const rootGroups = ["wheel", "docker"];
const plainGroups = ["staff", "ops"];
const groups = [...rootGroups, ...plainGroups];

interface Host {
  /** The agent's primary group. */
  readonly own: string;
  readonly primary: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly trusted: readonly string[];
  /** Written as names in a string, to the setting that adds to the other. */
  readonly alsoTrusted: readonly string[];
  readonly wheelOnly: boolean;
}

const some = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...values]) });
const each = <T>(
  names: readonly string[],
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Readonly<Record<string, T>>> =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])));
const entries = [agent, "alice", "root", "*", "@wheel", "@staff", "@ops", "@agents", "@users"];

const hosts: fc.Arbitrary<Host> = fc.record({
  own: fc.constantFrom("pi-agent", "agents", ...plainGroups),
  primary: each(people, fc.constantFrom("users", "wheel", ...plainGroups)),
  extra: each([...people, agent], some(...groups)),
  members: each(groups, some(...people, agent)),
  trusted: fc.subarray(entries),
  alsoTrusted: fc.subarray(entries),
  wheelOnly: fc.boolean(),
});

/** What the module has to say, without its prose: the same whatever it says first. */
function expected({
  own,
  primary,
  extra,
  members,
  trusted,
  alsoTrusted,
  wheelOnly,
}: Host): readonly string[] {
  const primaryOf = (user: string): string | undefined => (user === agent ? own : primary[user]);
  const belongs = (user: string, group: string): boolean =>
    extra[user]?.includes(group) === true || members[group]?.includes(user) === true;
  const isIn = (user: string, group: string): boolean => belongs(user, group) || primaryOf(user) === group;
  const sharers = people.filter((user) => isIn(user, own));
  const trusts = (setting: string, of: readonly string[]): readonly string[] =>
    of
      .filter(
        (entry) => entry === "*" || entry === agent || (entry[0] === "@" && isIn(agent, entry.slice(1))),
      )
      .map((entry) => `${setting} ${entry}`);
  return [
    ...(sharers.length > 0 ? [`${own} shared by ${sharers.join(" ")}`] : []),
    ...rootGroups.filter((group) => belongs(agent, group)).map((group) => `member of ${group}`),
    ...trusts("trusted-users", trusted),
    ...trusts("extra-trusted-users", alsoTrusted),
    ...(wheelOnly ? people.filter((user) => !isIn(user, "wheel")).map((user) => `${user} cannot sudo`) : []),
  ].toSorted();
}

/** The same out of the module's messages; one that has nothing to do with groups stays as it is. */
function told(message: string): string {
  const [, sharers = "", group = ""] =
    /^m3ta\.pi-agent\.group: (.+) would share (\S+) with/.exec(message) ?? [];
  if (group !== "") return `${group} shared by ${sharers.split(" and ").toSorted().join(" ")}`;
  const [, root] = /^users\.groups\.(\S+): the agent's user pi-agent is a member/.exec(message) ?? [];
  if (root !== undefined) return `member of ${root}`;
  const [, setting, entry] = /^nix\.settings\.(\S+): "(\S+)" makes the agent's user/.exec(message) ?? [];
  if (setting !== undefined) return `${setting} ${entry}`;
  const [, user] = /^security\.sudo\.execWheelOnly: (\S+) is not in wheel/.exec(message) ?? [];
  return user === undefined ? message : `${user} cannot sudo`;
}

function asModule({ own, primary, extra, members, trusted, alsoTrusted, wheelOnly }: Host): string {
  const users = [...people, agent].map((user) => {
    const account = { extraGroups: extra[user] ?? [] };
    const person = { isNormalUser: true, home: `/home/${user}`, group: primary[user] ?? "" };
    return [user, user === agent ? account : { ...account, ...person }] as const;
  });
  const data = {
    m3ta: {
      "pi-agent": {
        enable: true,
        group: own,
        hostUsers: Object.fromEntries(people.map((user) => [user, { projectRoots: ["~/p"] }])),
      },
    },
    users: {
      users: Object.fromEntries(users),
      groups: Object.fromEntries(groups.map((group) => [group, { members: members[group] ?? [] }])),
    },
    nix: { settings: { "trusted-users": trusted, "extra-trusted-users": alsoTrusted.join(" ") } },
    security: { sudo: { execWheelOnly: wheelOnly } },
  };
  return printNix(fromJson(data));
}

it("judges membership alike, whichever side says it", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(hosts, { minLength: 30, maxLength: 30 }), async (those) => {
      const modules = Object.fromEntries(those.map((host, index) => [`host ${index}`, asModule(host)]));
      const outcomes = await evaluateHosts(modules, "host: host.failedAssertions");
      const found = those.map((_, index) =>
        (resultOf(outcomes[`host ${index}`]) as string[]).map(told).toSorted(),
      );
      for (const facts of found)
        for (const fact of facts) seen.add(fact.replace(/^\S+ (shared|cannot).*/, "$1"));
      expect(found).toEqual(those.map(expected));
    }),
    { numRuns: size({ part: 4, whole: 60 }) },
  );
  // Each of the four rules has spoken, or the hosts were too tame to say anything.
  const rules = [
    "shared",
    "cannot",
    "member of wheel",
    "member of docker",
    "trusted-users @wheel",
    "extra-trusted-users @staff",
  ];
  expect(rules.filter((rule) => !seen.has(rule))).toEqual([]);
});
