import type { Rule } from "../engine/rule.js";

export const becameReadOnly: Rule = {
  id: "became-read-only",
  severity: "breaking",
  mirror: "became-writable",
  reference: "Configurations that set the option no longer evaluate.",
  find: ({ options }) =>
    options.changed
      .filter(({ before, after }) => !before.readOnly && after.readOnly)
      .map(({ before }) => ({ subject: before.name, message: "can no longer be set" })),
};
