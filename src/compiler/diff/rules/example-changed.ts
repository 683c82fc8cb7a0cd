import type { Rule } from "../engine/rule.js";

export const exampleChanged: Rule = {
  id: "example-changed",
  severity: "info",
  mirror: "example-changed",
  reference: "Only the documentation differs.",
  find: ({ options }) =>
    options.changed
      .filter(({ before, after }) => before.example !== after.example)
      .map(({ before, after }) => ({
        subject: before.name,
        message: "has another example",
        before: before.example ?? "",
        after: after.example ?? "",
      })),
};
