import { wiringMatches } from "../code.js";
import type { Rule } from "../rule.js";

export const wiringReworded: Rule = {
  id: "wiring-reworded",
  severity: "info",
  mirror: "wiring-reworded",
  reference: "Only comments or layout of a file of Nix differ.",
  find: (change) => wiringMatches(change, "comments"),
};
