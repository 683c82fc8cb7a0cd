import type { Rule } from "../rule.js";

export const optionRemoved: Rule = {
  id: "option-removed",
  severity: "breaking",
  mirror: "option-added",
  reference:
    "Configurations that set the option no longer evaluate; below a freeform set they do, and the program ignores the key.",
  find: ({ options }) =>
    options.removed.map(({ name, typeText }) => ({
      subject: name,
      message: "was removed",
      before: typeText,
    })),
};
