import type { Rule } from "../engine/rule.js";
import { unprovenClaims } from "../matches/claims.js";

export const claimUnproven: Rule = {
  id: "claim-unproven",
  severity: "security",
  mirror: "claim-unproven",
  reference: "The tree says something else of itself, and nothing in it differs that would make it so.",
  find: unprovenClaims,
};
