import type { Rule } from "../engine/rule.js";
import { gained, unitMatches } from "../hosts/compare.js";

export const hostNarrowed: Rule = {
  id: "host-narrowed",
  severity: "warning",
  mirror: "host-broadened",
  reference: "Nix makes a host of it in which somebody has, or may do, less than before.",
  find: ({ hosts }) =>
    hosts.pairs.flatMap((pair) => [
      ...gained({ ...pair, before: pair.after, after: pair.before }).map(({ subject, after }) => ({
        subject,
        message: "is gone",
        ...(after === undefined ? {} : { before: after }),
      })),
      ...unitMatches(pair, ["stricter", "added"]),
    ]),
};
