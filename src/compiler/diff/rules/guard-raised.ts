import type { Rule } from "../engine/rule.js";
import { guardMatches } from "../options/guards.js";

export const guardRaised: Rule = {
  id: "guard-raised",
  severity: "warning",
  mirror: "guard-lowered",
  reference:
    "An option that protects a host has a more protective default, or refuses more; hosts may miss what they had.",
  find: ({ options }) => guardMatches(options, "stricter"),
};
