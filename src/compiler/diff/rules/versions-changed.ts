import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const versionsChanged: Rule = {
  id: "versions-changed",
  severity: "warning",
  mirror: "versions-changed",
  reference:
    "Since when keys are there, or until when, is another thing than before: it decides who is warned, and nothing else.",
  find: (change) => wiringMatches(change, "versions"),
};
