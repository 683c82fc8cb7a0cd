import type { Rule } from "../engine/rule.js";
import { listMatches } from "../matches/tree-lists.js";

export const settablePropertyAdded: Rule = {
  id: "settable-property-added",
  severity: "security",
  mirror: "settable-property-removed",
  reference: "A host can set a systemd property that was refused before.",
  find: ({ tree }) => listMatches(tree, "settable", "added", "may be set by hardening.extraProperties now"),
};
