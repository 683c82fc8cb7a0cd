import type { Rule } from "../engine/rule.js";
import type { OptionFacts } from "../engine/side.js";
import { type Arrival, arrivals } from "../options/arrivals.js";
import { isGuarded } from "../options/guards.js";
import { shownDefaults } from "../options/shown.js";

export const defaultChanged: Rule = {
  id: "default-changed",
  severity: "warning",
  mirror: "default-changed",
  reference: "Hosts that leave the option alone behave differently after the update.",
  find: ({ base, head, options }) => [
    ...options.changed.flatMap((pair) => {
      const { before, after } = pair;
      if (before.presetKey === undefined || after.presetKey === undefined) return [];
      if (before.presetKey === after.presetKey || isGuarded(pair)) return [];
      return [
        {
          subject: before.name,
          message: "has another default",
          before: "no default",
          after: "no default",
          ...shownDefaults(pair),
        },
      ];
    }),
    ...written(arrivals(options.added, head, base)).map(({ name, default: text = "" }) => ({
      subject: name,
      message: "is new, and is written where nobody sets it",
      after: text,
    })),
    ...written(arrivals(options.removed, base, head)).map(({ name, default: text = "" }) => ({
      subject: name,
      message: "is gone, and was written where nobody set it",
      before: text,
    })),
  ],
};

/** Keys of what a host has anyway, with another default than none. */
const written = (found: readonly Arrival[]): readonly OptionFacts[] =>
  found.flatMap(({ option, isKey }) =>
    isKey && option.presetKey !== undefined && option.presetKey !== none ? [option] : [],
  );

const none = JSON.stringify({ kind: "data", value: null });
