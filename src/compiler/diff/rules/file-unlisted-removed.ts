import type { Rule } from "../engine/rule.js";
import { strayGone } from "../matches/stray.js";

export const fileUnlistedRemoved: Rule = {
  id: "file-unlisted-removed",
  severity: "warning",
  mirror: "file-unlisted",
  reference:
    "A file that nixsmith has not generated is gone from the tree; whoever used it does not find it.",
  find: ({ base, head }) => strayGone(base, head),
};
