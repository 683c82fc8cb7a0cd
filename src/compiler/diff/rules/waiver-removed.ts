import type { Rule } from "../engine/rule.js";
import { waiverMatches } from "../matches/waived.js";

export const waiverRemoved: Rule = {
  id: "waiver-removed",
  severity: "info",
  mirror: "waiver-added",
  reference: "A waiver is gone: what it let pass counts again.",
  find: ({ base, head }) =>
    waiverMatches(head, base).map(({ subject, after }) => ({
      subject,
      message: "is no longer let pass",
      ...(after === undefined ? {} : { before: after }),
    })),
};
