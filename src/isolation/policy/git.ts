/**
 * What a session may do with each part of a git directory. Allowed is what is named here as shared; anything else is
 * read-only in a session if it was there, and put aside after one if it was not. Facts are from gitrepository-layout(5),
 * git-config(1) and git 2.47's own source, each tried on it.
 */

export type GitAccess =
  /** The agent writes it, as any user of git does. */
  | "shared"
  /** Read-only in a session; made empty before one where it does not exist, so that it can be. */
  | "locked"
  /** Judged one by one, since each holds git directories, or half of one. */
  | "nested";

export interface GitEntry {
  /** Name at the top of a git directory; `*` stands for anything. */
  readonly name: string;
  readonly kind: "file" | "directory";
  readonly access: GitAccess;
  /** git writes it as NAME.lock and renames that over it, which takes a mount on it away in every namespace. */
  readonly isRenamed?: true;
  readonly reason: string;
}

type Row = readonly [name: string, reason: string];

const entries =
  (kind: GitEntry["kind"], access: GitAccess) =>
  (...rows: readonly Row[]): readonly GitEntry[] =>
    rows.map(([name, reason]) => ({ name, kind, access, reason }));

const gitEntries: readonly GitEntry[] = [
  ...entries("file", "locked")(["commondir", "leads to another configuration; git never renames over it"]),
  {
    name: "config",
    kind: "file",
    access: "locked",
    isRenamed: true,
    reason: "names programs: core.fsmonitor, filters, pagers, aliases, helpers and more",
  },
  {
    name: "config.worktree",
    kind: "file",
    access: "locked",
    isRenamed: true,
    reason: "configuration, where extensions.worktreeConfig is set",
  },
  ...entries("directory", "locked")(
    ["hooks", "programs that git runs"],
    ["remotes", "a remote by the name of a file: where a push goes, and whose hooks it runs"],
    ["branches", "the same, older"],
  ),
  ...entries("directory", "nested")(
    ["modules", "the git directories of submodules"],
    ["worktrees", "what linked worktrees keep: pointers, and their own HEAD and index"],
  ),
  ...entries("directory", "shared")(
    ["objects", "named by their content"],
    ["refs", "branches, tags, notes and the stash"],
    ["logs", "the reflogs, which every commit adds to"],
    ["reftable", "refs and reflogs in one, where extensions.refStorage says so"],
    ["info", "exclude, attributes, sparse-checkout: patterns, which run only what the configuration names"],
    ["rebase-merge", "a rebase under way; its exec lines are looked at"],
    ["rebase-apply", "an am, or a rebase of the older kind, under way"],
    ["sequencer", "a cherry-pick or revert of several commits"],
    ["rr-cache", "conflicts that rerere knows"],
    ["lfs", "git-lfs's objects"],
    ["NOTES_MERGE_WORKTREE", "a merge of notes under way"],
    ["fsmonitor--daemon", "cookies of git's own file system monitor"],
  ),
  ...entries("file", "shared")(
    ["HEAD", "the branch"],
    ["index", "what is staged"],
    ["index.*", "its lock, and what commit -p and stash make meanwhile"],
    ["next-index-*", "what commit makes of some paths only"],
    ["sharedindex.*", "a split index"],
    ["*_HEAD", "ORIG_HEAD, FETCH_HEAD, MERGE_HEAD, CHERRY_PICK_HEAD and their like: names of objects"],
    ["*_HEAD.lock", "the same, being written"],
    ["HEAD.lock", "the same, being written"],
    ["packed-refs", "refs in one file"],
    ["packed-refs.*", "the same, being written"],
    ["AUTO_MERGE", "a tree"],
    ["MERGE_*", "MERGE_MSG, MERGE_MODE, MERGE_RR, MERGE_AUTOSTASH: text and names of objects"],
    ["BISECT_*", "a bisection under way"],
    ["NOTES_*", "a merge or edit of notes"],
    ["*_EDITMSG", "the text of the last commit or tag"],
    ["*MSG", "SQUASH_MSG, and the drafts of graphical clients"],
    ["EDIT_DESCRIPTION", "the text of branch --edit-description"],
    ["ADD_EDIT.patch", "add --edit"],
    ["addp-hunk-edit.diff", "add --patch"],
    ["shallow", "where a shallow clone ends"],
    ["shallow.lock", "the same, being written"],
    ["description", "a name, for gitweb"],
    ["gc.log", "what the last gc said"],
    ["gc.pid", "the gc under way"],
    ["gc.pid.lock", "the same, being written"],
    ["maintenance.lock", "maintenance under way"],
    ["gitk.cache", "gitk's"],
  ),
];

/** Names of the entries of some kind and access, in the table's order. */
export const gitNames = (kind: GitEntry["kind"], ...access: readonly GitAccess[]): readonly string[] =>
  gitEntries.filter((entry) => entry.kind === kind && access.includes(entry.access)).map(({ name }) => name);

/** What git replaces by a rename although it is locked. */
export const renamedByGit = gitEntries.filter(({ isRenamed }) => isRenamed).map(({ name }) => name);

/**
 * Keys of a configuration that an agent wrote itself, in a repository that it made: what init, clone, submodule and
 * branch write, none of which names a program or a file. As `git config --list` prints them: section and key in lower
 * case. Extended regular expressions.
 */
export const harmlessKeys = [
  "core\\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|worktree|sharedrepository|autocrlf|eol|sparsecheckout|sparsecheckoutcone)",
  "extensions\\.(objectformat|refstorage|worktreeconfig|compatobjectformat|relativeworktrees|partialclone|preciousobjects)",
  "user\\.(name|email)",
  "init\\.defaultbranch",
  "remote\\..*\\.(fetch|tagopt|prune|promisor|partialclonefilter|mirror)",
  "branch\\..*\\.(remote|merge|rebase|pushremote|description)",
  "submodule\\..*\\.active",
  "submodule\\.active",
] as const;
