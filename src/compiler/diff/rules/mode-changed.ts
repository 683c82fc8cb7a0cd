import type { Rule } from "../rule.js";
import { modeMatches } from "../stray.js";

export const modeChanged: Rule = {
  id: "mode-changed",
  severity: "security",
  mirror: "mode-changed",
  reference: "What was a plain file can be run, leads elsewhere, or the other way round.",
  find: modeMatches,
};
