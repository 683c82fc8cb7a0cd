import type { Rule } from "../engine/rule.js";
import { strayMatches } from "../matches/stray.js";

export const fileUnlisted: Rule = {
  id: "file-unlisted",
  severity: "security",
  mirror: "file-unlisted-removed",
  reference: "A file lies in the tree that nixsmith has not generated: nothing says what it is for.",
  find: ({ base, head }) => strayMatches(base, head),
};
