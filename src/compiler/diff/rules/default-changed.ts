import { isGuarded } from "../options/guards.js";
import type { Rule } from "../rule.js";

export const defaultChanged: Rule = {
  id: "default-changed",
  severity: "warning",
  mirror: "default-changed",
  reference: "Hosts that leave the option alone behave differently after the update.",
  find: ({ options, tree }) =>
    options.changed.flatMap(({ before, after }) => {
      const { default: old } = before;
      const { default: preset } = after;
      if (old === undefined || preset === undefined || old === preset || isGuarded({ before, after }, tree))
        return [];
      return [{ subject: before.name, message: "has another default", before: old, after: preset }];
    }),
};
