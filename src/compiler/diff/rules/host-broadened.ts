import type { Rule } from "../engine/rule.js";
import { gained, unitMatches } from "../hosts/compare.js";

export const hostBroadened: Rule = {
  id: "host-broadened",
  severity: "security",
  mirror: "host-narrowed",
  reference: "Nix makes a host of it in which somebody has, or may do, more than before.",
  find: ({ hosts }) =>
    hosts.pairs.flatMap((pair) => [...gained(pair), ...unitMatches(pair, ["looser", "removed"])]),
};
