import type { Rule } from "../engine/rule.js";
import { modeMatches } from "../matches/stray.js";

export const modeChanged: Rule = {
  id: "mode-changed",
  severity: "security",
  mirror: "mode-changed",
  reference: "What was a plain file can be run, leads elsewhere, or the other way round.",
  find: modeMatches,
};
