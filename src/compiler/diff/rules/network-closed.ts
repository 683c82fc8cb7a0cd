import type { Rule } from "../engine/rule.js";
import { networkMatches } from "../hardening/network.js";

export const networkClosed: Rule = {
  id: "network-closed",
  severity: "warning",
  mirror: "network-opened",
  reference: "A session reaches less of the network; remote models may be out of reach.",
  find: ({ tree }) => networkMatches(tree, "stricter"),
};
