import type { Rule } from "../engine/rule.js";
import { guardMatches } from "../options/guards.js";

export const guardLowered: Rule = {
  id: "guard-lowered",
  severity: "security",
  mirror: "guard-raised",
  reference:
    "An option that protects a host has a less protective default, or no longer refuses what it refused.",
  find: ({ options }) => guardMatches(options, "looser"),
};
