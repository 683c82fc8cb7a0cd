import type { Rule } from "../engine/rule.js";
import { differing, unitMatches } from "../hosts/compare.js";

export const hostChanged: Rule = {
  id: "host-changed",
  severity: "security",
  mirror: "host-changed",
  reference: "Nix makes another host of it, and it cannot be shown that it is as safe.",
  find: ({ hosts, evidence }) =>
    hosts.pairs.flatMap((pair) => [...differing(pair, evidence), ...unitMatches(pair, ["unclear"])]),
};
