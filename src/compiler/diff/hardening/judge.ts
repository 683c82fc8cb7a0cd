import type { PolicyRow } from "../engine/snapshot-schema.js";
import { strictness } from "./strictness.js";

/** How one setting stands to another; `unclear` where neither can be shown to be at least as strict. */
export type Verdict = "same" | "looser" | "stricter" | "unclear";

const opposite: Readonly<Record<Verdict, Verdict>> = {
  same: "same",
  looser: "stricter",
  stricter: "looser",
  unclear: "unclear",
};

/** What a change of a property's value does to the sandbox. */
export function judgeValue(property: string, before: PolicyRow["value"], after: PolicyRow["value"]): Verdict {
  if (JSON.stringify(before) === JSON.stringify(after)) return "same";
  const rule = strictness[property];
  if (rule === undefined) return "unclear";
  if (typeof before === "string" || typeof after === "string")
    return rule.kind === "ladder" ? judgeLadder(rule.strictestFirst, before, after) : "unclear";
  switch (rule.kind) {
    case "ladder":
    case "limits":
      return "unclear";
    case "denies":
      return opposite[judgeSets(new Set(before), new Set(after))];
    case "grants":
      return judgeSets(new Set(before), new Set(after));
    case "allows":
      return judgeAllowed(before, after, rule.empty);
  }
}

function judgeLadder(
  strictestFirst: readonly string[],
  before: PolicyRow["value"],
  after: PolicyRow["value"],
): Verdict {
  const [from, to] = [
    strictestFirst.indexOf(plainBoolean(before)),
    strictestFirst.indexOf(plainBoolean(after)),
  ];
  if (from === -1 || to === -1) return "unclear";
  if (from === to) return "same";
  return to > from ? "looser" : "stricter";
}

/** systemd.syntax(7) has several words for a boolean. */
function plainBoolean(value: PolicyRow["value"]): string {
  const text = String(value).toLowerCase();
  if (["1", "true", "on"].includes(text)) return "yes";
  return ["0", "false", "off"].includes(text) ? "no" : text;
}

/** A list that starts with `~` allows all but its entries; elsewhere `~` takes an entry away again. */
function judgeAllowed(
  before: readonly string[],
  after: readonly string[],
  empty: "nothing" | "everything",
): Verdict {
  if (empty === "everything" && after.length === 0) return "looser";
  if (empty === "everything" && before.length === 0) return "stricter";
  const inverted = (entries: readonly string[]): boolean => entries[0]?.startsWith("~") === true;
  if (inverted(before) !== inverted(after) || regrants(before) || regrants(after)) return "unclear";
  const denied = (entries: readonly string[]) => new Set(entries.filter((entry) => entry.startsWith("~")));
  const allowed = (entries: readonly string[]) => new Set(entries.filter((entry) => !entry.startsWith("~")));
  return both(judgeSets(allowed(before), allowed(after)), opposite[judgeSets(denied(before), denied(after))]);
}

/** Whether an entry stands after one that takes away, where the later one counts. */
const regrants = (entries: readonly string[]): boolean =>
  entries.some((entry, at) => !entry.startsWith("~") && entries[at - 1]?.startsWith("~") === true);

/** For sets of what is allowed. */
function judgeSets(before: ReadonlySet<string>, after: ReadonlySet<string>): Verdict {
  const more = [...after].some((entry) => !before.has(entry));
  const fewer = [...before].some((entry) => !after.has(entry));
  if (more) return fewer ? "unclear" : "looser";
  return fewer ? "stricter" : "same";
}

export function both(one: Verdict, other: Verdict): Verdict {
  if (one === "same" || one === other) return other;
  return other === "same" ? one : "unclear";
}

/** What it does to the sandbox that a property is set at all. */
export function judgePresence(property: string, value: PolicyRow["value"]): Exclude<Verdict, "same"> {
  const rule = strictness[property];
  switch (rule?.kind) {
    case undefined:
      return "unclear";
    case "grants":
      return "looser";
    case "allows":
    case "denies":
      return "stricter";
    case "limits":
      return value === "0" || (value !== "infinity" && rule.preset === undefined) ? "stricter" : "unclear";
    case "ladder": {
      const verdict = judgeLadder(rule.strictestFirst, rule.unset, value);
      return verdict === "same" ? "stricter" : verdict;
    }
  }
}

/** What a change of the condition does: a row that holds in fewer cases is looser, unless it grants something. */
export function judgeWhen(property: string, before: PolicyRow["when"], after: PolicyRow["when"]): Verdict {
  const verdict = opposite[judgeCases(before, after)];
  return strictness[property]?.kind === "grants" ? opposite[verdict] : verdict;
}

function judgeCases(before: PolicyRow["when"], after: PolicyRow["when"]): Verdict {
  if (before === undefined) return after === undefined ? "same" : "stricter";
  if (after === undefined) return "looser";
  return before.option === after.option ? judgeSets(new Set(before.oneOf), new Set(after.oneOf)) : "unclear";
}
