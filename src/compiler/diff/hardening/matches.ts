import type { TreeChange } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import { type LockChange, type Setting, type SettingChange, showSetting } from "./pair.js";
import { network } from "./strictness.js";

const words: Readonly<Record<SettingChange["verdict"], string>> = {
  removed: "is gone",
  added: "is new",
  looser: "allows more",
  stricter: "allows less",
  unclear: "differs",
};

/** The settings of one verdict; what concerns the network has rules of its own. */
export function settingMatches(
  tree: TreeChange | undefined,
  verdict: SettingChange["verdict"],
): readonly Match[] {
  const settings = tree?.settings.filter((one) => one.verdict === verdict) ?? [];
  return settings.filter(({ property }) => verdict === "unclear" || !network.has(property)).map(settingMatch);
}

export function settingMatch(change: SettingChange): Match {
  const { agent, before, after, places } = change;
  // What an agent has for itself says what it opens.
  const reason = (agent === undefined ? (before ?? after) : (after ?? before))?.reason;
  return {
    subject: subjectOf(change),
    message: `${word(change)} in ${places.map((place) => placeNames[place]).join(" and ")}${reason === undefined ? "" : `. What it is for: ${reason}`}`,
    ...(before === undefined ? {} : { before: shown(before, after) }),
    ...(after === undefined ? {} : { after: shown(after, before) }),
    ...exactly(change),
  };
}

/** Most settings stand in both places; and of two assignments that differ, what a host may set is not shown. */
function exactly({ before, after, places }: SettingChange): Pick<Match, "exact"> {
  const isShown =
    before === undefined ||
    after === undefined ||
    before.tighten === after.tighten ||
    showSetting(before) === showSetting(after);
  const rights = isShown ? [] : [before.tighten, after.tighten];
  return isShown && places.length > 1 ? {} : { exact: JSON.stringify([places, rights]) };
}

/** What concerns one agent alone is said with its account before it. */
const subjectOf = ({ agent, property }: Pick<SettingChange, "agent" | "property">): string =>
  agent === undefined ? property : `${agent}.${property}`;

function word({ before, after, verdict }: SettingChange): string {
  if (before === undefined) return words.added;
  return after === undefined ? words.removed : words[verdict];
}

const placeNames = { flag: "the flags", dropin: "the drop-in" } as const;

/** The assignment, and where both sides assign alike, what else differs. */
function shown(setting: Setting, other: Setting | undefined): string {
  const assigned = showSetting(setting);
  return other !== undefined && assigned === showSetting(other)
    ? `${assigned} (a host may set: ${setting.tighten})`
    : assigned;
}

/** The locks that were lost or gained. */
export function lockMatches(tree: TreeChange | undefined, verdict: LockChange["verdict"]): readonly Match[] {
  const locks = tree?.locks.filter((one) => one.verdict === verdict) ?? [];
  return locks.map(({ what, ...lock }) => ({
    subject: subjectOf(lock),
    message: verdict === "unlocked" ? `no longer ${what}` : `now ${what}`,
    [verdict === "unlocked" ? "before" : "after"]: what,
  }));
}
