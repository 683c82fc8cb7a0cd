import type { Rule } from "../engine/rule.js";

export const deprecationLifted: Rule = {
  id: "deprecation-lifted",
  severity: "info",
  mirror: "deprecated",
  reference: "The option is there to stay.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, after }) =>
      before.deprecated !== undefined && after.deprecated === undefined
        ? [{ subject: before.name, message: "is no longer deprecated", before: before.deprecated }]
        : [],
    ),
};
