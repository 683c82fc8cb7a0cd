import { protectionMatches } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const protectionDropped: Rule = {
  id: "protection-dropped",
  severity: "security",
  mirror: "protection-declared",
  reference:
    "The schema no longer says that the option protects, or says another direction: nothing judges its default as it was judged.",
  find: ({ options }) => protectionMatches(options, "dropped"),
};
