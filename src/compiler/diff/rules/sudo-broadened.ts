import type { Rule } from "../engine/rule.js";
import { sudoMatches } from "../sudo/matches.js";

export const sudoBroadened: Rule = {
  id: "sudo-broadened",
  severity: "security",
  mirror: "sudo-narrowed",
  reference: "Somebody may run more as another user than before.",
  find: (change) => sudoMatches(change, "broader"),
};
