import type { Rule } from "../engine/rule.js";
import { protectionMatches } from "../options/guards.js";

export const protectionDropped: Rule = {
  id: "protection-dropped",
  severity: "security",
  mirror: "protection-declared",
  reference:
    "The schema no longer says that the option protects, or says another direction: nothing judges its default as it was judged.",
  find: ({ options }) => protectionMatches(options, "dropped"),
};
