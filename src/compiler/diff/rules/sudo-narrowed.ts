import { listed } from "../change.js";
import type { Rule } from "../rule.js";
import { broader } from "../sudo/broader.js";

export const sudoNarrowed: Rule = {
  id: "sudo-narrowed",
  severity: "warning",
  mirror: "sudo-broadened",
  reference: "Somebody may run less as another user than before.",
  find: ({ tree }) => {
    if (tree === undefined) return [];
    const { removed, added } = listed(tree.base.sudo, tree.head.sudo);
    const words = broader(tree.sudo.head, tree.sudo.base);
    return words.length === 0
      ? []
      : [
          {
            subject: "sudo rule",
            message: `is narrower by: ${words.join("; ")}`,
            before: removed.toSorted().join("\n"),
            after: added.toSorted().join("\n"),
          },
        ];
  },
};
