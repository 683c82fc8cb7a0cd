import { sameJson } from "../../ir/same.js";
import type { Match } from "../engine/match.js";
import { declarationOf, type OptionChanges } from "./pair.js";

/** Options that differ in what nothing else is found by: their types cannot be told apart, or they are made otherwise. */
export function unreadMatches({ changed }: OptionChanges): readonly Match[] {
  return changed.flatMap(({ before, after, type, nulls }) => {
    const isTypeUnread = before.typeKey !== after.typeKey && type.kind === "same" && nulls.size === 0;
    const isMadeAlike = sameJson(declarationOf(before), declarationOf(after));
    if (!isTypeUnread && isMadeAlike) return [];
    const [was, is] = isTypeUnread
      ? [before.typeKey, after.typeKey]
      : [before, after].map((one) => JSON.stringify(declarationOf(one) ?? { kind: "option" }));
    return [
      {
        subject: before.name,
        message: `has another ${isTypeUnread ? "type, of which it cannot be shown that it takes the same" : "declaration"}`,
        before: was ?? "",
        after: is ?? "",
      },
    ];
  });
}
