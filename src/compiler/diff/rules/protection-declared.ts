import { protectionMatches } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const protectionDeclared: Rule = {
  id: "protection-declared",
  severity: "info",
  mirror: "protection-dropped",
  reference: "The schema says in which direction the option protects.",
  find: ({ options }) => protectionMatches(options, "declared"),
};
