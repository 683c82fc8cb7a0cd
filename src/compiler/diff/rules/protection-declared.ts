import type { Rule } from "../engine/rule.js";
import { protectionMatches } from "../options/guards.js";

export const protectionDeclared: Rule = {
  id: "protection-declared",
  severity: "security",
  mirror: "protection-dropped",
  reference:
    "The schema says now in which direction the option protects: later defaults are judged by it, and a wrong one lets a weaker default pass.",
  find: ({ options }) => protectionMatches(options, "declared"),
};
