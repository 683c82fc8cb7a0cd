import type { Rule } from "../engine/rule.js";

export const enumValueRemoved: Rule = {
  id: "enum-value-removed",
  severity: "breaking",
  mirror: "enum-value-added",
  reference: "Configurations that use the value no longer evaluate.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, type }) =>
      type.kind === "values"
        ? type.removed.map((value) => ({
            subject: before.name,
            message: `no longer takes ${JSON.stringify(value)}`,
            before: JSON.stringify(value),
            isOfType: true as const,
          }))
        : [],
    ),
};
