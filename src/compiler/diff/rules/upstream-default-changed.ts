import type { Rule } from "../engine/rule.js";

export const upstreamDefaultChanged: Rule = {
  id: "upstream-default-changed",
  severity: "info",
  mirror: "upstream-default-changed",
  reference: "The program itself behaves differently where the key is not set.",
  find: ({ options }) =>
    options.changed
      .filter(({ before, after }) => before.upstreamDefault !== after.upstreamDefault)
      .map(({ before, after }) => ({
        subject: before.name,
        message: "has another default in the program itself",
        before: before.upstreamDefault ?? "",
        after: after.upstreamDefault ?? "",
      })),
};
