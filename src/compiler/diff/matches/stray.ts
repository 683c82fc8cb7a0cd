import { dirname } from "node:path/posix";
import type { Change } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import type { Side } from "../engine/side.js";

/** The directories that files lie in; where one lies at the top, the top. */
export function directoriesOf(paths: Iterable<string>): readonly string[] {
  const all = new Set([...paths].map((path) => (path.includes("/") ? dirname(path) : "")));
  return all.has("") ? [""] : [...all];
}

/** Entries of `head` that its snapshot does not list, and that `base` had not, or had otherwise. */
export function strayMatches(base: Side, head: Side): readonly Match[] {
  if (base.stray === undefined || head.stray === undefined) return [];
  const { stray } = base;
  const isOurs = ownership(base, head);
  return [...head.stray]
    .filter(([path, digest]) => isOurs(path) && stray.get(path) !== digest)
    .map(([path, digest]) => {
      const before = stray.get(path);
      return {
        subject: path,
        message: `is in the tree, and its nixsmith.json does not list it${before === undefined ? "" : "; it is another than before"}`,
        ...(before === undefined ? {} : { before: `SHA-256 ${before}` }),
        after: `SHA-256 ${digest}`,
      };
    });
}

/** Entries that `base` had and did not list, and that are not there any more. */
export function strayGone(base: Side, head: Side): readonly Match[] {
  if (base.stray === undefined || head.stray === undefined) return [];
  const isOurs = ownership(head, base);
  return [...base.stray.keys()]
    .filter((path) => isOurs(path) && head.stray?.has(path) === false && head.files?.has(path) !== true)
    .map((path) => ({ subject: path, message: "is gone, and nixsmith.json did not list it" }));
}

/**
 * Where the modules' directory holds other things too, only the directories of listed files are the tree's; where it
 * held nothing else, all of it is.
 */
function ownership(base: Side, head: Side): (path: string) => boolean {
  const listed = [base, head].flatMap(({ snapshot }) => Object.keys(snapshot?.files ?? {}));
  const own = directoriesOf(listed);
  const isInside = (path: string): boolean => own.some((one) => one === "" || path.startsWith(`${one}/`));
  const shared = [...(base.stray?.keys() ?? [])].some((path) => !isInside(path));
  return (path) => !shared || isInside(path);
}

const names = {
  file: "a file",
  executable: "an executable file",
  link: "a link",
  other: "neither file nor link",
} as const;

/** Entries that are of another kind than they were. What is read through a link to a directory is a link too. */
export function modeMatches({ base, head }: Pick<Change, "base" | "head">): readonly Match[] {
  if (base.modes === undefined || head.modes === undefined) return [];
  const modeOf = ({ modes, files }: Side, path: string) =>
    modes?.get(path) ?? (files?.has(path) ? ("link" as const) : undefined);
  const paths = new Set([...base.modes.keys(), ...(base.files?.keys() ?? [])]);
  return [...paths].flatMap((path): readonly Match[] => {
    const [before, after] = [modeOf(base, path), modeOf(head, path)];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ subject: path, message: `is ${names[after]} now`, before: names[before], after: names[after] }];
  });
}
