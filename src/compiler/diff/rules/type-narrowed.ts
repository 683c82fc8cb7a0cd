import type { Rule } from "../engine/rule.js";

export const typeNarrowed: Rule = {
  id: "type-narrowed",
  severity: "breaking",
  mirror: "type-widened",
  reference: "Values that were accepted are refused now.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "narrowed")
      .map(({ before, after }) => ({
        subject: before.name,
        message: "takes fewer values",
        before: before.typeText,
        after: after.typeText,
      })),
};
