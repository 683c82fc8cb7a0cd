import { followsRenames } from "../engine/aliases.js";
import type { Change, TreeChange } from "../engine/change.js";
import { type Evidence, sameCode } from "../engine/evidence.js";
import type { Match } from "../engine/match.js";
import { withoutHeader } from "../engine/snapshot.js";
import { briefPatchOf, patchOf } from "./patch.js";
import { isVersionTable } from "./version-table.js";

/** What became of a file. */
type Kind = "code" | "comments" | "renamed" | "versions" | "added" | "removed";

const messages: Readonly<Record<Kind, string>> = {
  code: "holds other code",
  comments: "differs in comments and layout only",
  renamed: "differs in the new names of options only, and in what forwards the old ones",
  versions: "has other versions of keys",
  added: "is new",
  removed: "is gone",
};

export interface File {
  readonly path: string;
  readonly kind: Kind;
  /** Without the header; undefined where it is not there, or was not read. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What the two trees say that it is. */
  readonly hashes: readonly (string | undefined)[];
}

const isScript = (path: string): boolean => path.endsWith(".sh");

/** Shell parts of one kind, each with its difference. */
export function scriptMatches(change: Change, kind: Kind): readonly Match[] {
  return differing(change)
    .filter((file) => isScript(file.path) && file.kind === kind)
    .map((file) => copied(file, change) ?? asMatch(file, messages[kind], patchOf));
}

/**
 * Files of one kind that are no shell parts, each with its difference. Of those that are nothing but declarations of
 * options, on both sides, the findings about options speak. Of files that were not read nothing is known.
 */
export function wiringMatches(change: Change, kind: Kind): readonly Match[] {
  return unexplained(change)
    .filter((file) => !isScript(file.path) && file.kind === kind)
    .map((file) => copied(file, change) ?? asMatch(file, wiringMessage(file, change), briefPatchOf));
}

/** What becomes of a file without its code being another. */
const harmless: ReadonlySet<Kind> = new Set(["comments", "renamed", "versions"]);

/** Files that hold other code, or that are new or gone, and that no change of an option explains. */
export const changedCode = (change: Change): readonly File[] =>
  unexplained(change).filter(({ kind }) => !harmless.has(kind));

function unexplained(change: Change): readonly File[] {
  return differing(change).filter(
    ({ path, kind, before, after }) =>
      (before ?? after) !== undefined && (kind === "comments" || !change.isExplained(path)),
  );
}

function wiringMessage({ kind }: File, { evidence }: Change): string {
  if (kind !== "comments") return messages[kind];
  const parsed =
    evidence.nix === undefined ? "there was no Nix to confirm it" : "Nix' own parser confirms it";
  return `${messages.comments}; ${parsed}`;
}

function asMatch(file: File, message: string, patch: typeof patchOf): Match {
  const { path, kind, before, after, hashes } = file;
  const match = { subject: path, message };
  const isRead = (kind === "added" || before !== undefined) && (kind === "removed" || after !== undefined);
  if (before === undefined && after === undefined) return { ...match, exact: JSON.stringify(hashes) };
  const texts = [before ?? "", after ?? ""] as const;
  const [shown, whole] = [patch(path, ...texts), patchOf(path, ...texts)];
  if (isRead && shown === whole) return { ...match, patch: shown };
  return { ...match, patch: shown, exact: isRead ? whole : JSON.stringify(hashes) };
}

/** A new file whose text the base has in another place, as a further agent brings the scripts: nobody reads it twice. */
function copied({ path, kind, after }: File, { base }: Change): Match | undefined {
  if (kind !== "added" || after === undefined) return undefined;
  const [original] = [...(base.files ?? [])].find(([other, content]) => bare(other, content) === after) ?? [];
  if (original === undefined) return undefined;
  return { subject: path, message: `is new, and the same text as ${original} of the base`, exact: after };
}

/** Files of the trees that differ, as they were generated. */
function differing(change: Change): readonly File[] {
  const { base, head, tree } = change;
  if (tree === undefined) return [];
  const paths = new Set([...Object.keys(tree.base.files), ...Object.keys(tree.head.files)]);
  return [...paths]
    .filter((path) => tree.base.files[path] !== tree.head.files[path])
    .map((path) => {
      const [before, after] = [base, head].map(({ files }) => bare(path, files?.get(path)));
      const hashes = [tree.base.files[path], tree.head.files[path]];
      return { path, kind: kindOf(path, tree, before, after, change), before, after, hashes };
    })
    .filter(({ before, after }) => before === undefined || before !== after);
}

const bare = (path: string, content: string | undefined): string | undefined =>
  content === undefined ? undefined : withoutHeader(path, content);

function kindOf(
  path: string,
  tree: TreeChange,
  before: string | undefined,
  after: string | undefined,
  { evidence, forwarded }: Change,
): Kind {
  if (!(path in tree.base.files)) return "added";
  if (!(path in tree.head.files)) return "removed";
  if (before === undefined || after === undefined) return "code";
  if (saySame(path, before, after, evidence)) return "comments";
  if (!path.endsWith(".nix")) return "code";
  if (/^[^/]+\/history\.nix$/.test(path) && [before, after].every(isVersionTable)) return "versions";
  return followsRenames(before, after, forwarded) ? "renamed" : "code";
}

/** Whether a shell, or Nix, reads the same in both; where that cannot be told, it does not. */
function saySame(path: string, before: string, after: string, { shell, nix }: Evidence): boolean {
  if (isScript(path)) {
    const code = shell(before);
    return code !== undefined && code === shell(after);
  }
  if (!path.endsWith(".nix")) return false;
  return sameCode(before, after) && nix?.get(path) !== false;
}
