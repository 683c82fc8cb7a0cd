import type { Rule } from "../engine/rule.js";
import { sudoMatches } from "../sudo/matches.js";

export const sudoNarrowed: Rule = {
  id: "sudo-narrowed",
  severity: "warning",
  mirror: "sudo-broadened",
  reference: "Somebody may run less as another user than before.",
  find: (change) => sudoMatches(change, "narrower"),
};
