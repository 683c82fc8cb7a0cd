import type { Rule } from "../engine/rule.js";

export const descriptionChanged: Rule = {
  id: "description-changed",
  severity: "info",
  mirror: "description-changed",
  reference: "Only the documentation differs; it may describe a change that no type shows.",
  find: ({ options }) =>
    options.changed
      .filter(({ before, after }) => before.description !== after.description)
      .map(({ before, after }) => ({
        subject: before.name,
        message: "is described differently",
        before: before.description ?? "",
        after: after.description ?? "",
      })),
};
