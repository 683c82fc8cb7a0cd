import type { Rule } from "../engine/rule.js";
import { listMatches } from "../matches/tree-lists.js";

export const sandboxPackageAdded: Rule = {
  id: "sandbox-package-added",
  severity: "warning",
  mirror: "sandbox-package-removed",
  reference: "The agent has one more program to work, and to attack, with.",
  find: ({ tree }) => listMatches(tree, "packages", "added", "is on PATH in every session now"),
};
