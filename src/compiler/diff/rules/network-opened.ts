import { networkMatches } from "../hardening/network.js";
import type { Rule } from "../rule.js";

export const networkOpened: Rule = {
  id: "network-opened",
  severity: "security",
  mirror: "network-closed",
  reference: "A session reaches more of the network than it did.",
  find: ({ tree }) => networkMatches(tree, "looser"),
};
