import type { Rule } from "../engine/rule.js";
import { networkMatches } from "../hardening/network.js";

export const networkOpened: Rule = {
  id: "network-opened",
  severity: "security",
  mirror: "network-closed",
  reference: "A session reaches more of the network than it did.",
  find: ({ tree }) => networkMatches(tree, "looser"),
};
