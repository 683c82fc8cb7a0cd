import type { Rule } from "../engine/rule.js";

export const hostRefused: Rule = {
  id: "host-refused",
  severity: "breaking",
  mirror: "host-accepted",
  reference: "A host that evaluated does not.",
  find: ({ hosts }) => hosts.refused,
};
