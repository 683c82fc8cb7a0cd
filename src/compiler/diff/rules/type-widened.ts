import type { Rule } from "../engine/rule.js";
import { shownTypes } from "../options/shown.js";

export const typeWidened: Rule = {
  id: "type-widened",
  severity: "info",
  mirror: "type-narrowed",
  reference:
    "Every old value is still accepted; other modules that read the option may meet values that are new to them.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "widened")
      .map((pair) => ({ subject: pair.before.name, message: "takes more values", ...shownTypes(pair) })),
};
