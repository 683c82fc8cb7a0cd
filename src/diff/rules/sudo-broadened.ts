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
    return words.map((word) => ({
      subject: "sudo rule",
      message: `is broader: ${word}`,
      before: removed.join("\n"),
      after: added.join("\n"),
    }));
  },
};
