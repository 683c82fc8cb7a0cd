import type { Rule } from "../engine/rule.js";
import { listMatches } from "../matches/tree-lists.js";

export const settablePropertyRemoved: Rule = {
  id: "settable-property-removed",
  severity: "breaking",
  mirror: "settable-property-added",
  reference: "Hosts that set the property no longer evaluate.",
  find: ({ tree }) =>
    listMatches(tree, "settable", "removed", "may no longer be set by hardening.extraProperties"),
};
