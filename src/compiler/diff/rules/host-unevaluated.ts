import type { Rule } from "../engine/rule.js";

export const hostUnevaluated: Rule = {
  id: "host-unevaluated",
  severity: "warning",
  mirror: "host-unevaluated",
  reference: "Nix was asked for, and what it makes of the host is not known.",
  find: ({ hosts }) => hosts.unknown,
};
