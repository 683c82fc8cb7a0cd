import type { Rule } from "../engine/rule.js";
import { arrivals } from "../options/arrivals.js";

export const becameOptional: Rule = {
  id: "became-optional",
  severity: "info",
  mirror: "became-required",
  reference: "The option has a default now.",
  find: ({ base, head, options }) => [
    ...options.changed
      .filter(({ before, after }) => before.presetKey === undefined && after.presetKey !== undefined)
      .map(({ before, after }) => ({
        subject: before.name,
        message: "has a default now",
        after: after.default ?? "",
      })),
    ...arrivals(options.removed, base, head)
      .filter(({ option }) => option.presetKey === undefined)
      .map(({ option }) => ({ subject: option.name, message: "is gone, and had to be set" })),
  ],
};
