import type { Rule } from "../engine/rule.js";

export const becameWritable: Rule = {
  id: "became-writable",
  severity: "info",
  mirror: "became-read-only",
  reference: "The option can be set now.",
  find: ({ options }) =>
    options.changed
      .filter(({ before, after }) => before.readOnly && !after.readOnly)
      .map(({ before }) => ({ subject: before.name, message: "can be set now" })),
};
