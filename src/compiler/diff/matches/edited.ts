import type { Match } from "../engine/match.js";
import type { Side } from "../engine/side.js";
import { hashOf } from "../engine/snapshot.js";
import { patchOf } from "./patch.js";

/** Files that in `head` are not what its snapshot says was generated, and that were not the same way off in `base`. */
export function newlyEdited(base: Side, head: Side): readonly Match[] {
  const known = edited(base);
  return [...edited(head)].flatMap(([path, content]): readonly Match[] => {
    if (known.has(path) && known.get(path) === content) return [];
    if (content === undefined) return [{ subject: path, message: "is missing" }];
    const patch = patchOf(path, base.files?.get(path) ?? "", content);
    return [{ subject: path, message: "was edited after it was generated", patch }];
  });
}

/** What stands in each file that is not as it was generated; undefined for one that is missing. */
function edited({ snapshot, files }: Side): ReadonlyMap<string, string | undefined> {
  if (snapshot === undefined || files === undefined) return new Map();
  const contents = Object.entries(snapshot.files).map(
    ([path, wanted]) => [path, files.get(path), wanted] as const,
  );
  return new Map(
    contents.flatMap(([path, content, wanted]) =>
      content !== undefined && hashOf(path, content) === wanted ? [] : [[path, content] as const],
    ),
  );
}
