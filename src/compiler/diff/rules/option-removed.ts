import type { Rule } from "../engine/rule.js";
import { migrationStub } from "../options/stub.js";

export const optionRemoved: Rule = {
  id: "option-removed",
  severity: "breaking",
  mirror: "option-added",
  reference:
    "Configurations that set the option no longer evaluate; below a freeform set they do, and the program ignores the key.",
  find: ({ base, head, options }) =>
    options.removed.map((option) => {
      const gone = { subject: option.name, message: "was removed", before: option.typeText };
      const instead = head.options.get(head.renames?.get(option.name) ?? "");
      if (instead === undefined) return gone;
      const stub = migrationStub({ from: option, to: instead }, base.options);
      return {
        ...gone,
        message: `was removed; ${instead.name} stands in for it`,
        ...(stub === undefined ? {} : { stub }),
      };
    }),
};
