import type { Rule } from "../engine/rule.js";

export const optionsUndeclared: Rule = {
  id: "options-undeclared",
  severity: "security",
  mirror: "options-undeclared",
  reference: "What nixsmith.json says of the options is in no file: findings about them describe no tree.",
  find: (change) =>
    change.undeclared().map((module) => ({
      subject: module,
      message: "has other options in nixsmith.json, and no file declares them so",
    })),
};
