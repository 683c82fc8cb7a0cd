import { guardMatches } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const guardLowered: Rule = {
  id: "guard-lowered",
  severity: "security",
  mirror: "guard-raised",
  reference:
    "An option that protects a host has a less protective default, or no longer refuses what it refused.",
  find: ({ options }) => guardMatches(options, "looser"),
};
