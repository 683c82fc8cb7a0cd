import { parts } from "./git-states.js";
import { trap } from "./lab/lab.js";

/** Ways for an agent to leave code in a repository that the host user's own git would run. */

export interface Attack {
  /** The host user's preparation, in the project. */
  readonly arrange?: string;
  /** Where the session starts, relative to the project. */
  readonly cwd?: string;
  /** What the agent did in an earlier session. */
  readonly before?: string;
  /** What the agent does. */
  readonly attack: string;
}

const hook = `{ printf '#!/bin/sh\\ntouch ${trap}\\n' >pre-commit; chmod +x pre-commit; cp pre-commit post-checkout; cp pre-commit reference-transaction; }`;
const evilConfig = `printf '[core]\\n\\trepositoryformatversion = 0\\n\\tfsmonitor = "touch ${trap}; false"\\n'`;
const submoduleAt = (path: string) =>
  `git init -q ../lib; (cd ../lib; git config user.name a; git config user.email a@b; git commit -q --allow-empty -m a); git -c protocol.file.allow=always submodule --quiet add ../lib ${path}; git commit -qm sub`;
const withSubmodule = submoduleAt("sub");
export const withWorktree = "git worktree add -q ../wt -b wt";

export const attacks: readonly [string, Attack][] = [
  ["a hook", { attack: `cd .git/hooks && ${hook}` }],
  [
    "a hook where hooks had none",
    { arrange: "rm -rf .git/hooks", attack: `mkdir -p .git/hooks; cd .git/hooks && ${hook}` },
  ],
  ["hooks moved away", { attack: `mv .git/hooks .git/old; mkdir .git/hooks; cd .git/hooks && ${hook}` }],
  [
    "hooks as a link",
    { attack: `mkdir evil; (cd evil; ${hook}); rm -rf .git/hooks; ln -s ../evil .git/hooks` },
  ],
  [".git moved away", { attack: `mv .git .git2; cp -a .git2 .git; cd .git/hooks && ${hook}` }],
  [
    ".git deleted and made again",
    { attack: `cp -a .git copy; rm -rf .git; mv copy .git; cd .git/hooks && ${hook}` },
  ],
  ["core.fsmonitor", { attack: `git config core.fsmonitor 'touch ${trap}; false'` }],
  ["core.hooksPath", { attack: `mkdir evil; (cd evil; ${hook}); git config core.hooksPath "$PWD/evil"` }],
  [
    "the configuration replaced by a rename",
    { attack: `cp .git/config .git/c; ${evilConfig} >>.git/c; mv .git/c .git/config` },
  ],
  [
    "the configuration where there was none",
    { arrange: "git config --list --local >/dev/null; rm .git/config", attack: `${evilConfig} >.git/config` },
  ],
  [
    "a filter",
    { attack: `git config filter.x.clean 'touch ${trap}; cat'; echo '* filter=x' >.gitattributes` },
  ],
  [
    "config.worktree",
    { arrange: "git config extensions.worktreeConfig true", attack: `${evilConfig} >.git/config.worktree` },
  ],
  ["commondir", { attack: `cp -a .git evil; ${evilConfig} >>evil/config; echo ../evil >.git/commondir` }],
  [
    "a submodule's configuration",
    { arrange: withSubmodule, attack: `git -C sub config core.fsmonitor 'touch ${trap}; false'` },
  ],
  ["a submodule's hooks", { arrange: withSubmodule, attack: `cd .git/modules/sub/hooks && ${hook}` }],
  [
    "a submodule's pointer",
    {
      arrange: withSubmodule,
      attack: `cp -a .git/modules/sub evil; git config -f evil/config core.worktree "$PWD/sub"; git config -f evil/config core.fsmonitor 'touch ${trap}; false'; echo "gitdir: $PWD/evil" >sub/.git`,
    },
  ],
  [
    "a submodule's commondir",
    {
      arrange: withSubmodule,
      attack: `cp -a .git/modules/sub evil; ${evilConfig} >>evil/config; echo "$PWD/evil" >.git/modules/sub/commondir`,
    },
  ],
  [
    "a submodule's folder moved away",
    {
      arrange: withSubmodule,
      attack: `mv .git/modules m2; cp -a m2 .git/modules; git -C sub config core.fsmonitor 'touch ${trap}; false'`,
    },
  ],
  [
    "a submodule whose name begins with a dot",
    {
      arrange: `${withSubmodule}; ${submoduleAt(".sub/one")}`,
      attack: `git -C .sub/one config core.fsmonitor 'touch ${trap}; false'`,
    },
  ],
  [
    "a submodule that was none for a while",
    {
      arrange: withSubmodule,
      before: "mv .git/modules/sub/HEAD kept",
      attack: `mv kept .git/modules/sub/HEAD; git -C sub config core.fsmonitor 'touch ${trap}; false'`,
    },
  ],
  [
    "a repository beside .git",
    {
      arrange: "mv .git .real; echo 'gitdir: ./.real' >.git",
      attack: `git config core.fsmonitor 'touch ${trap}; false'`,
    },
  ],
  [
    "a repository beside .git that was none for a while",
    {
      arrange: "mv .git .real; echo 'gitdir: ./.real' >.git",
      before: "mv .real/HEAD kept; touch .real/gitdir",
      attack: `mv kept .real/HEAD; rm .real/gitdir; git config core.fsmonitor 'touch ${trap}; false'`,
    },
  ],
  [
    "a linked worktree's pointer",
    {
      arrange: withWorktree,
      cwd: "../wt",
      attack: `d=$(git rev-parse --git-dir); cp -a "$d/../.." evil; ${evilConfig} >>evil/config; rm -f .git; echo "gitdir: $PWD/evil" >.git`,
    },
  ],
  [
    "the main repository's hooks from a linked worktree",
    {
      arrange: withWorktree,
      cwd: "../wt",
      attack: `cd "$(git rev-parse --git-common-dir)/hooks" && ${hook}`,
    },
  ],
  [
    "the main repository's configuration from a linked worktree",
    { arrange: withWorktree, cwd: "../wt", attack: `git config core.fsmonitor 'touch ${trap}; false'` },
  ],
  [
    "a linked worktree's commondir",
    {
      arrange: withWorktree,
      cwd: "../wt",
      attack: `d=$(git rev-parse --git-dir); cp -a "$d/../.." evil; ${evilConfig} >>evil/config; echo "$PWD/evil" >"$d/commondir"`,
    },
  ],
  [
    "a linked worktree's config.worktree",
    {
      arrange: `git config extensions.worktreeConfig true; ${withWorktree}`,
      cwd: "../wt",
      attack: `${evilConfig} >"$(git rev-parse --git-dir)/config.worktree"`,
    },
  ],
  [
    "another worktree's files from the main repository",
    {
      arrange: `git config extensions.worktreeConfig true; ${withWorktree}`,
      attack: `${evilConfig} >.git/worktrees/wt/config.worktree`,
    },
  ],
  // Repositories that the agent makes where git looks for them: parts of the fuzz, each by itself.
  ...[
    "a repository in the index, in node_modules",
    "a repository in the index of a linked worktree, in node_modules",
    "a repository in the index of one beside its pointer, in node_modules",
    "a git directory below what a linked worktree keeps",
    "a git directory with a HEAD that is a link",
    "a link to a repository",
  ].map((name): [string, Attack] => [name, { attack: `g=$PWD/.git; ${partOf(name)}` }]),
];

function partOf(name: string): string {
  const part = parts[name];
  if (part === undefined) throw new Error(`the fuzz has no part "${name}"`);
  return part;
}
