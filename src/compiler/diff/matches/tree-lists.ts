import { listed, type TreeChange } from "../engine/change.js";
import type { Match } from "../engine/match.js";

type ListName = "reserved" | "unsynced" | "packages" | "settable" | "refusals";

/** What one of a tree's lists has lost or gained. */
export function listMatches(
  tree: TreeChange | undefined,
  name: ListName,
  which: "removed" | "added",
  message: string,
): readonly Match[] {
  if (tree === undefined) return [];
  const names = ({ [name]: list }: TreeChange["base"]): readonly string[] =>
    Array.isArray(list) ? list : Object.keys(list);
  return listed(names(tree.base), names(tree.head))[which].map((subject) => ({ subject, message }));
}
