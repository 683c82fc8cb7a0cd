import type { Rule } from "../engine/rule.js";
import { exactly } from "../options/shown.js";

export const optionAdded: Rule = {
  id: "option-added",
  severity: "info",
  mirror: "option-removed",
  reference: "Nothing breaks, but a key that was free before is held to its type now.",
  find: ({ options }) =>
    options.added.map((option) => ({
      subject: option.name,
      message: "is new",
      after: option.typeText,
      ...exactly([option]),
    })),
};
