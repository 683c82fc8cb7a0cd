import type { Rule } from "../engine/rule.js";
import { newlyEdited } from "../matches/edited.js";
import { patchOf } from "../matches/patch.js";

export const treeMended: Rule = {
  id: "tree-mended",
  severity: "security",
  mirror: "tree-edited",
  reference: "What was changed by hand is gone, and with it what it may have closed: read it.",
  find: ({ base, head }) =>
    newlyEdited(head, base).map(({ subject }) => {
      const [before = "", after = ""] = [base, head].map(({ files }) => files?.get(subject));
      return { subject, message: "is as it was generated again", patch: patchOf(subject, before, after) };
    }),
};
