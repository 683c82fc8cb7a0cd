import { listed } from "../change.js";
import type { Rule } from "../rule.js";
import { broader } from "../sudo/broader.js";

export const sudoBroadened: Rule = {
  id: "sudo-broadened",
  severity: "security",
  mirror: "sudo-narrowed",
  reference: "Somebody may run more as another user than before.",
  find: ({ tree }) => {
    if (tree === undefined) return [];
    const { removed, added } = listed(tree.base.sudo, tree.head.sudo);
    const words = broader(tree.sudo.base, tree.sudo.head);
    return words.length === 0
      ? []
      : [
          {
            subject: "sudo rule",
            message: `is broader: ${words.join("; ")}`,
            before: removed.toSorted().join("\n"),
            after: added.toSorted().join("\n"),
          },
        ];
  },
};
