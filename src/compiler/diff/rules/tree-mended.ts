import type { Rule } from "../engine/rule.js";
import { newlyEdited } from "../matches/edited.js";

export const treeMended: Rule = {
  id: "tree-mended",
  severity: "info",
  mirror: "tree-edited",
  reference: "The file is what the generator wrote again.",
  find: ({ base, head }) =>
    newlyEdited(head, base).map(({ subject }) => ({ subject, message: "is as it was generated again" })),
};
