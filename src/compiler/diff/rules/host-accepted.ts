import type { Rule } from "../engine/rule.js";

export const hostAccepted: Rule = {
  id: "host-accepted",
  severity: "security",
  mirror: "host-refused",
  reference: "A host that was refused evaluates: a check may be gone.",
  find: ({ hosts }) => hosts.accepted,
};
