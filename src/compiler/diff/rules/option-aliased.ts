import type { Rule } from "../engine/rule.js";

export const optionAliased: Rule = {
  id: "option-aliased",
  severity: "warning",
  mirror: "option-renamed",
  reference:
    "The old name still works, with a warning at each evaluation, until the module stops forwarding it.",
  find: ({ forwarded }) =>
    forwarded.map(({ from, to }) => ({
      subject: from.name,
      message: `is called ${to.name} now, and the module forwards the old name`,
      before: from.name,
      after: to.name,
    })),
};
