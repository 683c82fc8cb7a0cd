import fc from "fast-check";
import { expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { type Fixture, treeSide } from "./fixtures.js";

/**
 * What trees say of their agents: every entry that comes or goes is named, as what it is to those who have the tree. What is expected is
 * told from the agents themselves; trees have them in any order, and the first one's entries without its account.
 */

const accounts = ["app-agent", "app", "other-agent", "third-agent"] as const;
const kinds = {
  reserved: ["HOME", "LC_*", "APP_KEY", "OTHER_KEY"],
  unsynced: [".gitignore", "sessions", "auth.json"],
  managed: ["settings.json", "$APP_CONFIG", "/etc/app/managed.d"],
  kept: ["theme", "tui"],
  refusals: ["noUser", "trusted", "commandShared"],
} as const;
type Kind = keyof typeof kinds;
type Agent = Readonly<Record<Kind, readonly string[]>>;
type Agents = ReadonlyMap<string, Agent>;

const everyKind = Object.keys(kinds) as readonly Kind[];

function fixture(agents: Agents): Fixture {
  const all = [...agents];
  const entries = (kind: Kind) =>
    all.flatMap(([account, agent], at) =>
      agent[kind].map((name) => (at === 0 ? name : `${account}.${name}`)),
    );
  return {
    files: Object.fromEntries(all.map(([account]) => [`nixos/${account}/checks.nix`, "{ }\n"])),
    reserved: entries("reserved"),
    unsynced: entries("unsynced"),
    managed: entries("managed"),
    kept: entries("kept"),
    refusals: Object.fromEntries(entries("refusals").map((id) => [id, "it is refused"])),
  };
}

const rules = {
  added: {
    reserved: "reserved-variable-added",
    unsynced: "sync-path-excluded",
    managed: "managed-place-added",
    kept: "kept-key-added",
    refusals: "refusal-added",
  },
  removed: {
    reserved: "reserved-variable-removed",
    unsynced: "sync-path-included",
    managed: "managed-place-removed",
    kept: "kept-key-removed",
    refusals: "refusal-removed",
  },
} as const;

/** `rule entry` of everything that `some` has beyond `others`; the entry without the account. */
function beyond(some: Agents, others: Agents, which: "added" | "removed"): readonly string[] {
  return [...some].flatMap(([account, agent]) => {
    const other = others.get(account);
    return everyKind.flatMap((kind) =>
      agent[kind]
        .filter((name) => other === undefined || !other[kind].includes(name))
        .map(
          (name) => `${other === undefined ? `agent-limit-${which}` : rules[which][kind]} ${account} ${name}`,
        ),
    );
  });
}

/** The same out of what diff finds. */
function told(base: Agents, head: Agents): readonly string[] {
  const { findings, unclassified } = diffSides(treeSide(fixture(base)), treeSide(fixture(head)));
  expect(unclassified).toEqual([]);
  const ofLists = new Set(["agent-limit", ...Object.values(rules.added), ...Object.values(rules.removed)]);
  const firsts = { added: [...head.keys()][0] ?? "", removed: [...base.keys()][0] ?? "" };
  return findings
    .filter(({ rule }) => ofLists.has(rule.id.replace(/^(agent-limit)-.*/, "$1")))
    .map(({ rule, subject }) => {
      const isAdded = rule.id === "agent-limit-added" || Object.values<string>(rules.added).includes(rule.id);
      const owner = [...accounts].find((account) => subject.startsWith(`${account}.`));
      return owner === undefined
        ? `${rule.id} ${firsts[isAdded ? "added" : "removed"]} ${subject}`
        : `${rule.id} ${owner} ${subject.slice(owner.length + 1)}`;
    });
}

const agent: fc.Arbitrary<Agent> = fc.record({
  reserved: fc.subarray([...kinds.reserved]),
  unsynced: fc.subarray([...kinds.unsynced]),
  managed: fc.subarray([...kinds.managed]),
  kept: fc.subarray([...kinds.kept]),
  // One at least, by which a tree knows whose its entries are.
  refusals: fc.subarray([...kinds.refusals], { minLength: 1 }),
});
const agents: fc.Arbitrary<Agents> = fc
  .shuffledSubarray([...accounts], { minLength: 1 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), agent))).map((all) => new Map(all)),
  );

it("names every entry that comes or goes, and whether its agent does", () => {
  fc.assert(
    fc.property(agents, agents, (base, head) => {
      const expected = [...beyond(head, base, "added"), ...beyond(base, head, "removed")];
      expect([...told(base, head)].sort()).toEqual(expected.sort());
    }),
    { numRuns: 300 },
  );
});

it("finds nothing where only the order of the agents is another", () => {
  fc.assert(
    fc.property(agents, (base) => {
      const turned = new Map([...base].reverse());
      const { findings, unclassified } = diffSides(treeSide(fixture(base)), treeSide(fixture(turned)));
      expect({ findings: findings.map(({ rule }) => rule.id), unclassified }).toEqual({
        findings: [],
        unclassified: [],
      });
    }),
    { numRuns: 100 },
  );
});

const one: Agent = {
  reserved: ["HOME"],
  unsynced: ["sessions"],
  managed: [],
  kept: [],
  refusals: ["noUser"],
};
const more: Agent = { ...one, reserved: ["HOME", "APP_KEY"], unsynced: [], refusals: ["noUser", "trusted"] };

it("does not take what an agent gains for a part of another that is new", () => {
  const base = new Map([["app-agent", one]]);
  for (const order of [
    ["app-agent", "other-agent"],
    ["other-agent", "app-agent"],
  ]) {
    const head = new Map(order.map((name) => [name, name === "app-agent" ? more : one]));
    const { findings } = diffSides(treeSide(fixture(base)), treeSide(fixture(head)));
    const classed = (severity: string) =>
      findings.filter(({ rule }) => rule.severity === severity).map(({ rule }) => rule.id);
    expect(classed("breaking").sort()).toEqual(["refusal-added", "reserved-variable-added"]);
    expect(classed("security")).toContain("sync-path-included");
    expect(classed("info")).toEqual(Array.from(classed("info"), () => "agent-limit-added"));
    expect(classed("info")).toHaveLength(3);
  }
});
