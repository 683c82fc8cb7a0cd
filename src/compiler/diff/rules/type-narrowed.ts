import type { Rule } from "../engine/rule.js";
import { shownTypes } from "../options/shown.js";

export const typeNarrowed: Rule = {
  id: "type-narrowed",
  severity: "breaking",
  mirror: "type-widened",
  reference: "Values that were accepted are refused now.",
  find: ({ options }) =>
    options.changed
      .filter(({ type }) => type.kind === "narrowed")
      .map((pair) => ({ subject: pair.before.name, message: "takes fewer values", ...shownTypes(pair) })),
};
