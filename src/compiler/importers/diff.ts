import type { OptionType } from "../ir/types.js";
import { flatten, type Key } from "./flatten.js";

/** A difference between two versions of a schema. */
export type Change =
  | { readonly kind: "added" | "removed"; readonly path: string; readonly type: string }
  | { readonly kind: "renamed"; readonly path: string; readonly to: string }
  | { readonly kind: "changed"; readonly path: string; readonly before: string; readonly after: string };

/** A schema as far as a diff reads it. */
export interface Tree {
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
}

/**
 * What changed from one version to the next, by path. Keys below an added or removed key are not listed again.
 *
 * @param renames new names by old name; a rename counts where the old key is gone or deprecated and the new one exists
 */
export function diffTrees(
  before: Tree,
  after: Tree,
  renames: Readonly<Record<string, string>> = {},
): readonly Change[] {
  const [old, now] = [byPath(before), byPath(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((path): readonly Change[] => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === undefined) return is === undefined ? [] : [{ kind: "added", path, type: is.type }];
    if (is !== undefined) return changed(was, is);
    const to = renames[path];
    return to !== undefined && now.has(to)
      ? [{ kind: "renamed", path, to }]
      : [{ kind: "removed", path, type: was.type }];
  });
  const whole = new Set(
    changes.filter(({ kind }) => kind !== "changed").map(({ kind, path }) => `${kind} ${path}`),
  );
  return changes.filter(({ kind, path }) => !ancestors(path).some((outer) => whole.has(`${kind} ${outer}`)));
}

const byPath = ({ type, definitions }: Tree): ReadonlyMap<string, Key> =>
  new Map(flatten(type, definitions).map((key) => [key.path, key]));

function changed(was: Key, is: Key): readonly Change[] {
  const [before, after] = [inWords(was), inWords(is)];
  return before === after ? [] : [{ kind: "changed", path: was.path, before, after }];
}

const inWords = ({ type, required }: Key): string => (required ? `required ${type}` : type);

/** `a.b[].c` lies below `a.b[]`, `a.b` and `a`. */
function ancestors(path: string): readonly string[] {
  const ends = [...path.matchAll(/\.|\[\]/gu)].map(({ index }) => index);
  return ends.map((end) => path.slice(0, end));
}

/** A change as one line of text. */
export function changeLine(change: Change): string {
  switch (change.kind) {
    case "added":
      return `+ ${change.path}: ${change.type}`;
    case "removed":
      return `- ${change.path}: ${change.type}`;
    case "renamed":
      return `~ ${change.path} is now ${change.to}`;
    case "changed":
      return `~ ${change.path}: ${change.before} is now ${change.after}`;
  }
}
