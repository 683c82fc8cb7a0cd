import type { Rule } from "../engine/rule.js";

export const deprecated: Rule = {
  id: "deprecated",
  severity: "warning",
  mirror: "deprecation-lifted",
  reference: "The option still works, and users should move off it before it goes.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, after }) =>
      before.deprecated === undefined && after.deprecated !== undefined
        ? [{ subject: before.name, message: "is deprecated now", after: after.deprecated }]
        : [],
    ),
};
