import type { Rule } from "../engine/rule.js";

export const becameRequired: Rule = {
  id: "became-required",
  severity: "breaking",
  mirror: "became-optional",
  reference: "Hosts that leave the option alone no longer evaluate.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, after }) =>
      before.default !== undefined && after.default === undefined
        ? [{ subject: before.name, message: "has to be set now", before: before.default }]
        : [],
    ),
};
