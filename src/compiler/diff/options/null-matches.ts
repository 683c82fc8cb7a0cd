import type { Match } from "../engine/match.js";
import type { NullChange } from "../types/nulls.js";
import type { OptionChanges, OptionPair } from "./pair.js";

const meanings: Readonly<Record<NullChange, string>> = {
  written: "null is a value of its own, and is written",
  omitted: "null leaves the key out",
};

/** Options of which null means `now`, and meant the other thing. */
export const nullMatches = ({ changed }: OptionChanges, now: NullChange): readonly Match[] =>
  changed
    .filter(({ nulls }) => nulls.has(now))
    .map((pair) => ({
      subject: pair.before.name,
      message:
        now === "written"
          ? "writes null, which left the key out"
          : "leaves the key out where it is null, which was written",
      ...shownNulls(pair, now),
    }));

/** What null meant and means, and in which types. */
export const shownNulls = (
  { before, after }: Pick<OptionPair, "before" | "after">,
  now: NullChange,
): Omit<Match, "subject" | "message"> => ({
  before: meanings[now === "written" ? "omitted" : "written"],
  after: meanings[now],
  isOfType: true,
  exact: JSON.stringify([before.typeKey, after.typeKey]),
});
