import { unprovenClaims } from "../claims.js";
import type { Rule } from "../rule.js";

export const claimUnproven: Rule = {
  id: "claim-unproven",
  severity: "security",
  mirror: "claim-unproven",
  reference: "The tree says something else of itself, and nothing in it differs that would make it so.",
  find: unprovenClaims,
};
