import type { PolicyRow } from "../engine/snapshot-schema.js";
import { both, judgePresence, judgeValue, judgeWhen, type Verdict } from "./judge.js";

type Place = PolicyRow["where"][number];
type Settings = ReadonlyMap<string, Setting>;

/** A row in one of the places that it is printed to. */
export interface Setting extends Omit<PolicyRow, "where" | "agent"> {
  readonly place: Place;
}

/** One setting that differs, in the places where it differs alike. */
export interface SettingChange {
  /** The account of the agent that it concerns alone. */
  readonly agent?: string;
  readonly property: string;
  readonly before: Setting | undefined;
  readonly after: Setting | undefined;
  readonly places: readonly Place[];
  readonly verdict: "removed" | "added" | Exclude<Verdict, "same">;
}

/** Properties whose hold on a session is not what it was, though their value may be. */
export interface LockChange {
  readonly agent?: string;
  readonly property: string;
  readonly verdict: "unlocked" | "locked";
  readonly what: string;
}

/** Compares two hardening tables, row by row and place by place. The order of rows does not matter. */
export const pairSettings = (base: Rows, head: Rows): readonly SettingChange[] =>
  forEachTable(base, head, pairTable);

type Rows = readonly PolicyRow[];

/**
 * The table of all agents, and for each agent with rows of its own what stands for the properties of these: its own rows,
 * or where a side has none, those of all. Where nothing was confined before, they are held to what confines the others now.
 */
function forEachTable<T extends object>(
  base: Rows,
  head: Rows,
  compare: (base: Rows, head: Rows) => readonly T[],
): readonly (T & { readonly agent?: string })[] {
  const shared = (rows: Rows): Rows => rows.filter(({ agent }) => agent === undefined);
  const own = [...base, ...head].filter(({ agent }) => agent !== undefined);
  const tableOf = (name: string, rows: Rows, common: Rows): Rows =>
    [...new Set(own.flatMap(({ agent, property }) => (agent === name ? [property] : [])))].flatMap(
      (property) => {
        const mine = rows.filter((row) => row.agent === name && row.property === property);
        return mine.length > 0 ? mine : shared(common).filter((row) => row.property === property);
      },
    );
  const agents = [...new Set(own.flatMap(({ agent = [] }) => agent))].sort();
  return [
    ...compare(shared(base), shared(head)),
    ...agents.flatMap((agent) =>
      compare(tableOf(agent, base, base.length > 0 ? base : head), tableOf(agent, head, head)).map(
        (change) => ({ ...change, agent }),
      ),
    ),
  ];
}

function pairTable(base: Rows, head: Rows): readonly SettingChange[] {
  const [before, after] = [settings(base), settings(head)];
  const kept = [...before].flatMap(([key, setting]) => {
    const other = after.get(key);
    return other === undefined ? [] : change(setting, other);
  });
  return merge([...kept, ...pairRest(without(before, after), without(after, before))]);
}

/** Settings that the other side has not. What left the drop-in alone is a lost lock and no lost setting. */
function without(one: Settings, other: Settings): readonly Setting[] {
  return [...one.values()].filter(
    (setting) =>
      !other.has(keyOf(setting)) &&
      !(setting.place === "dropin" && other.has(keyOf({ ...setting, place: "flag" }))),
  );
}

const keyOf = ({ property, when, place }: Setting): string => JSON.stringify([property, when, place]);

/** Rows of the same property, place and condition are one setting; systemd appends lists. */
function settings(rows: readonly PolicyRow[]): Settings {
  const found = new Map<string, Setting>();
  const sorted = rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  for (const { where, agent: _, ...row } of sorted) {
    for (const place of where) {
      const setting = { ...row, place };
      const earlier = found.get(keyOf(setting));
      found.set(keyOf(setting), earlier === undefined ? setting : together(earlier, setting));
    }
  }
  return found;
}

/** Two rows as one: it is as locked as the weaker of them. */
function together(one: Setting, other: Setting): Setting {
  const texts = (fact: "tighten" | "reason"): string =>
    [...new Set([one[fact], other[fact]])].sort().join(" ");
  return {
    ...one,
    value: [one.value, other.value].flat().sort(),
    reset: one.reset || other.reset,
    locked: one.locked && other.locked,
    tighten: texts("tighten"),
    reason: texts("reason"),
  };
}

function change(before: Setting, after: Setting): readonly SettingChange[] {
  const verdict = both(
    judgeValue(before.property, before.value, after.value),
    both(
      judgeWhen(before.property, before.when, after.when),
      before.tighten === after.tighten ? "same" : "unclear",
    ),
  );
  return verdict === "same"
    ? []
    : [{ property: before.property, before, after, places: [before.place], verdict }];
}

/** Settings without a counterpart: those of the same value under another condition, and those really gone or new. */
function pairRest(olds: readonly Setting[], news: readonly Setting[]): readonly SettingChange[] {
  const groups = new Map<string, readonly [olds: Setting[], news: Setting[]]>();
  const groupOf = ({ property, place, value }: Setting): readonly [Setting[], Setting[]] => {
    const key = JSON.stringify([property, place, value]);
    const group = groups.get(key) ?? [[], []];
    groups.set(key, group);
    return group;
  };
  for (const setting of [...olds].sort(byKey)) groupOf(setting)[0].push(setting);
  for (const setting of [...news].sort(byKey)) groupOf(setting)[1].push(setting);
  return [...groups.values()].flatMap(([before, after]) =>
    Array.from({ length: Math.max(before.length, after.length) }, (_, at) =>
      rest(before[at], after[at]),
    ).flat(),
  );
}

const byKey = (one: Setting, other: Setting): number => (keyOf(one) < keyOf(other) ? -1 : 1);

function rest(before: Setting | undefined, after: Setting | undefined): readonly SettingChange[] {
  if (before !== undefined && after !== undefined) return change(before, after);
  const one = before ?? after;
  if (one === undefined) return [];
  const presence = judgePresence(one.property, one.value);
  const verdict = (before === undefined ? additions : removals)[presence];
  return [{ property: one.property, before, after, places: [one.place], verdict }];
}

/** What it means that a setting has come or gone, by what it does to the sandbox. */
const additions = { looser: "looser", stricter: "added", unclear: "unclear" } as const;
const removals = { looser: "stricter", stricter: "removed", unclear: "unclear" } as const;

/** Changes that are alike in the flags and in the drop-in are one. */
function merge(changes: readonly SettingChange[]): readonly SettingChange[] {
  const merged = new Map<string, SettingChange>();
  for (const one of changes) {
    const key = JSON.stringify([one.property, one.verdict, text(one.before), text(one.after)]);
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? one : { ...earlier, places: placesOf(earlier, one) });
  }
  return [...merged.values()];
}

const placesOf = (...changes: readonly SettingChange[]): readonly Place[] =>
  (["flag", "dropin"] as const).filter((place) => changes.some(({ places }) => places.includes(place)));

const text = (setting: Setting | undefined): string => (setting === undefined ? "" : showSetting(setting));

/** The setting as an assignment, with the condition it stands under. */
export function showSetting({ property, value, when }: Setting): string {
  const assigned = `${property}=${typeof value === "string" ? value : value.join(" ")}`;
  return when === undefined ? assigned : `${assigned} (where ${when.option} is ${when.oneOf.join(" or ")})`;
}

/** What can be undone now that could not be before, and the other way round. */
export const pairLocks = (base: Rows, head: Rows): readonly LockChange[] => forEachTable(base, head, locksOf);

function locksOf(base: Rows, head: Rows): readonly LockChange[] {
  const [before, after] = [settings(base), settings(head)];
  const lost = compareLocks(before, after).map((one): LockChange => ({ ...one, verdict: "unlocked" }));
  const gained = compareLocks(after, before).map((one): LockChange => ({ ...one, verdict: "locked" }));
  return [...lost, ...gained];
}

/** Locks of one table that the other lacks, of settings that both have. */
function compareLocks(one: Settings, other: Settings): readonly Omit<LockChange, "verdict">[] {
  const found = [...one.values()].flatMap((setting) => {
    const { property } = setting;
    const same = other.get(keyOf(setting));
    const lacks = (what: string) => [{ property, what }];
    if (same === undefined)
      return other.has(keyOf({ ...setting, place: "flag" })) ? lacks("stands in the drop-in") : [];
    if (setting.locked && !same.locked) return lacks("is out of reach of the host's options");
    return setting.place === "dropin" && setting.reset && !same.reset
      ? lacks("is emptied first, so that a command line cannot add to it")
      : [];
  });
  return [...new Map(found.map((lock) => [JSON.stringify(lock), lock])).values()];
}
