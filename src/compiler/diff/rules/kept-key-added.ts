import type { Rule } from "../engine/rule.js";
import { agentListMatches } from "../matches/tree-lists.js";

export const keptKeyAdded: Rule = {
  id: "kept-key-added",
  severity: "security",
  mirror: "kept-key-removed",
  reference:
    "What a session writes there for itself stays for the later ones, where neither Nix nor the host user says otherwise.",
  find: ({ tree }) =>
    agentListMatches(tree, "kept", "added", "is kept now of what the agent writes for itself"),
};
