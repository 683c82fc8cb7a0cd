import type { Match } from "./rule.js";
import type { Side } from "./side.js";
import { hashOf } from "./snapshot.js";

/** Files that in `head` are not what its snapshot says was generated, and that were not the same way off in `base`. */
export function newlyEdited(base: Side, head: Side): readonly Match[] {
  const known = new Map(edited(base).map(({ subject, after }) => [subject, after]));
  return edited(head).filter(({ subject, after }) => known.get(subject) !== after);
}

function edited({ snapshot, files }: Side): readonly Match[] {
  if (snapshot === undefined || files === undefined) return [];
  return Object.entries(snapshot.files).flatMap(([subject, wanted]): readonly Match[] => {
    const content = files.get(subject);
    if (content === undefined) return [{ subject, message: "is missing", after: "missing" }];
    const hash = hashOf(content);
    return hash === wanted
      ? []
      : [{ subject, message: "was edited after it was generated", after: `sha256 ${hash}` }];
  });
}
