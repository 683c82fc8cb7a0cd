import type { Rule } from "../engine/rule.js";
import { wiringMatches } from "../matches/code.js";

export const wiringReworded: Rule = {
  id: "wiring-reworded",
  severity: "info",
  mirror: "wiring-reworded",
  reference: "Only comments or layout of a file of Nix differ.",
  find: (change) => wiringMatches(change, "comments"),
};
