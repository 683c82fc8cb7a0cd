import type { Rule } from "../engine/rule.js";
import { guardMatches } from "../options/guards.js";

export const guardChanged: Rule = {
  id: "guard-changed",
  severity: "security",
  mirror: "guard-changed",
  reference:
    "An option that protects a host has another default, or takes other values, and it cannot be shown that it protects as well.",
  find: ({ options }) => guardMatches(options, "unclear"),
};
