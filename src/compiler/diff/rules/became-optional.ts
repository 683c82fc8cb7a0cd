import type { Rule } from "../engine/rule.js";

export const becameOptional: Rule = {
  id: "became-optional",
  severity: "info",
  mirror: "became-required",
  reference: "The option has a default now.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, after }) =>
      before.default === undefined && after.default !== undefined
        ? [{ subject: before.name, message: "has a default now", after: after.default }]
        : [],
    ),
};
