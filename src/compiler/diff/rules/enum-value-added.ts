import type { Rule } from "../engine/rule.js";

export const enumValueAdded: Rule = {
  id: "enum-value-added",
  severity: "info",
  mirror: "enum-value-removed",
  reference: "A choice more; nothing that was valid is refused.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, type }) =>
      type.kind === "values"
        ? type.added.map((value) => ({
            subject: before.name,
            message: `also takes ${JSON.stringify(value)}`,
            after: JSON.stringify(value),
            isOfType: true as const,
          }))
        : [],
    ),
};
