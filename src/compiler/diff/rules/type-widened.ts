import type { Rule } from "../engine/rule.js";

export const typeWidened: Rule = {
  id: "type-widened",
  severity: "info",
  mirror: "type-narrowed",
  reference:
    "Every old value is still accepted; other modules that read the option may meet values that are new to them.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "widened")
      .map(({ before, after }) => ({
        subject: before.name,
        message: "takes more values",
        before: before.typeText,
        after: after.typeText,
      })),
};
