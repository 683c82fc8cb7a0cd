import type { Rule } from "../engine/rule.js";
import { shownTypes } from "../options/shown.js";

export const typeIncompatible: Rule = {
  id: "type-incompatible",
  severity: "breaking",
  mirror: "type-incompatible",
  reference: "Neither type can be shown to take the values of the other.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "incompatible")
      .map((pair) => ({ subject: pair.before.name, message: "takes other values", ...shownTypes(pair) })),
};
