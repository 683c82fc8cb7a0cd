import type { Rule } from "../engine/rule.js";
import { arrivals } from "../options/arrivals.js";

export const becameRequired: Rule = {
  id: "became-required",
  severity: "breaking",
  mirror: "became-optional",
  reference: "Hosts that leave the option alone no longer evaluate.",
  find: ({ base, head, options }) => [
    ...options.changed
      .filter(({ before, after }) => before.presetKey !== undefined && after.presetKey === undefined)
      .map(({ before }) => ({
        subject: before.name,
        message: "has to be set now",
        before: before.default ?? "",
      })),
    ...arrivals(options.added, head, base)
      .filter(({ option }) => option.presetKey === undefined)
      .map(({ option }) => ({ subject: option.name, message: "is new, and has to be set" })),
  ],
};
