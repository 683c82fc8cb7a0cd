import type { Rule } from "../engine/rule.js";

export const typeIncompatible: Rule = {
  id: "type-incompatible",
  severity: "breaking",
  mirror: "type-incompatible",
  reference: "Neither type can be shown to take the values of the other.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "incompatible")
      .map(({ before, after }) => ({
        subject: before.name,
        message: "takes other values",
        before: before.typeText,
        after: after.typeText,
      })),
};
