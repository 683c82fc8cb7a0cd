import type { Rule } from "../engine/rule.js";
import { isGuarded } from "../options/guards.js";

export const defaultChanged: Rule = {
  id: "default-changed",
  severity: "warning",
  mirror: "default-changed",
  reference: "Hosts that leave the option alone behave differently after the update.",
  find: ({ options }) =>
    options.changed.flatMap((pair) => {
      const { before, after } = pair;
      if (before.default === undefined || after.default === undefined) return [];
      if (before.presetKey === after.presetKey || isGuarded(pair)) return [];
      // A default that documentation shows in other words is told by what it is.
      const alike = before.default === after.default;
      return [
        {
          subject: before.name,
          message: "has another default",
          before: alike ? (before.presetKey ?? "") : before.default,
          after: alike ? (after.presetKey ?? "") : after.default,
        },
      ];
    }),
};
