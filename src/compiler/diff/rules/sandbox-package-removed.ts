import type { Rule } from "../engine/rule.js";
import { listMatches } from "../matches/tree-lists.js";

export const sandboxPackageRemoved: Rule = {
  id: "sandbox-package-removed",
  severity: "warning",
  mirror: "sandbox-package-added",
  reference: "Agents that relied on the program do not find it.",
  find: ({ tree }) => listMatches(tree, "packages", "removed", "is no longer on PATH in a session"),
};
