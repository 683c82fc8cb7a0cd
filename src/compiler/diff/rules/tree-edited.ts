import type { Rule } from "../engine/rule.js";
import { newlyEdited } from "../matches/edited.js";

export const treeEdited: Rule = {
  id: "tree-edited",
  severity: "security",
  mirror: "tree-mended",
  reference:
    "The file is not what the generator wrote: its changes are in no schema, and this comparison does not see them.",
  find: ({ base, head }) => newlyEdited(base, head),
};
