import { numbersBelowOne } from "../support/random.js";
import { trap } from "./lab/lab.js";

/** States in which an agent can leave a git directory, put together from parts by a seed. */

/** A directory of the user's that no git command has to do with. */
export const outside = "/home/m3tam3re/outside";

/** The user's preparation, in a directory of the state's own that is a repository afterwards. */
const shapes: Readonly<Record<string, string>> = {
  plain: "git init -q -b main .",
  sha256: "git init -q -b main --object-format=sha256 .",
  reftable: "git init -q -b main --ref-format=reftable .",
  "beside a pointer": "git init -q -b main --separate-git-dir=.real .; echo .real >>.real/info/exclude",
};

/** What every repository has: two branches that can be merged, a remote, packed and loose refs and objects. */
export const arrange = (shape: string, upstream: string): string => `${shapes[shape] ?? ""}
git config user.name lab; git config user.email lab@example.org; git config gc.auto 0
echo one >one; git add -A; git commit -qm one
git checkout -q -b topic; echo two >two; git add -A; git commit -qm two
git checkout -q main; git gc -q; echo three >three; git add -A; git commit -qm three
git clone -q --bare . ${upstream}; git remote add up ${upstream}`;

const program = `{ printf '#!/bin/sh\\ntouch ${trap}\\n' >p; chmod +x p; }`;
const hooks = `${program}; for h in pre-commit post-checkout post-update reference-transaction post-index-change; do cp p $h; done`;
const config = `printf '[core]\\n\\trepositoryformatversion = 0\\n\\tfsmonitor = "touch ${trap}; false"\\n'`;
/** A repository of the agent's at DIRECTORY, which runs its program when it is looked at. */
const armed = (directory: string) =>
  `git init -q -b main ${directory}; git -C ${directory} -c user.name=a -c user.email=a@b commit -q --allow-empty -m a; git -C ${directory} config core.fsmonitor 'touch ${trap}; false'`;
/** A link in place of a file, and of a directory, of the git directory. */
const linkFile = (name: string) =>
  `rm -rf "$g/${name}"; mkdir -p "$g/$(dirname ${name})"; ln -s ${outside}/file "$g/${name}"`;
const linkDirectory = (name: string) => `rm -rf "$g/${name}"; ln -s ${outside}/directory "$g/${name}"`;
const moveDirectory = (name: string) =>
  `mv "$g/${name}" "$g/${name}.old"; ln -s ${outside}/directory "$g/${name}"`;

/** What each part does alone, on a plain repository, is seen in the control. `$g` is the git directory. */
export const parts: Readonly<Record<string, string>> = {
  "a hook": `cd "$g/hooks" && ${hooks}`,
  "hooks moved away": `mv "$g/hooks" "$g/h"; mkdir -p "$g/hooks"; cd "$g/hooks" && ${hooks}`,
  "the configuration": `${config} >>"$g/config"`,
  "the configuration exchanged": `cp "$g/config" c; ${config} >>c; mv c "$g/config"`,
  commondir: `cp -a "$g" evil; ${config} >>evil/config; echo "$PWD/evil" >"$g/commondir"`,
  "config.worktree": `git config extensions.worktreeConfig true; ${config} >"$g/config.worktree"`,
  "remotes/origin": `git init -q --bare r.git; (cd r.git/hooks; ${hooks}); mkdir -p "$g/remotes"; echo "URL: $PWD/r.git" >"$g/remotes/origin"`,
  "branches/origin": `git init -q --bare b.git; (cd b.git/hooks; ${hooks}); mkdir -p "$g/branches"; echo "$PWD/b.git" >"$g/branches/origin"`,
  "a link for COMMIT_EDITMSG": linkFile("COMMIT_EDITMSG"),
  "a link for MERGE_MSG": linkFile("MERGE_MSG"),
  "a link for FETCH_HEAD": linkFile("FETCH_HEAD"),
  "a link for logs/HEAD": linkFile("logs/HEAD"),
  "a link for the reflog of a branch": linkFile("logs/refs/heads/main"),
  "a link for packed-refs": `cp "$g/packed-refs" ${"$g/p"}; rm "$g/packed-refs"; ln -s ${outside}/new "$g/packed-refs"`,
  "a link for logs": linkDirectory("logs"),
  "a link for refs/tags": linkDirectory("refs/tags"),
  "a link for worktrees": linkDirectory("worktrees"),
  "a link for objects/info": moveDirectory("objects/info"),
  "a link for objects/pack": `${moveDirectory("objects/pack")}; git unpack-objects -q <"$(ls "$g"/objects/pack.old/*.pack | head -n 1)" || true`,
  "a rebase that waits with exec lines": `git checkout -q topic; GIT_SEQUENCE_EDITOR='sed -i 1ibreak' git rebase -q -i main; echo 'exec touch ${trap}' >>"$g/rebase-merge/git-rebase-todo"`,
  "a repository in the index": `${armed("inner")}; git add inner`,
  "a repository in the index, in node_modules": `mkdir -p node_modules; ${armed("node_modules/inner")}; git add -f node_modules/inner`,
  "a pointer to a repository": `${armed("store")}; mkdir -p inner; mv store/.git store/git; echo 'gitdir: ../store/git' >inner/.git`,
  "a link to a repository": `${armed("store")}; mkdir -p inner; mv store/.git store/git; ln -s ../store/git inner/.git`,
  "a git directory for a submodule": `${armed("inner")}; mkdir -p "$g/modules"; mv inner/.git "$g/modules/inner"; git -C "$g/modules/inner" config core.worktree ../../../inner; echo "gitdir: ../.git/modules/inner" >inner/.git; git add inner; printf '[submodule "inner"]\\n\\tpath = inner\\n\\turl = ./inner\\n' >.gitmodules`,
  "a repository in the index of a linked worktree, in node_modules": `git worktree add -q --detach wt-linked; cd wt-linked; mkdir -p node_modules; ${armed("node_modules/deep")}; git add -f node_modules/deep`,
  "a repository in the index of one beside its pointer, in node_modules": `git init -q --separate-git-dir="$PWD/real" inner; cd inner; mkdir -p node_modules; ${armed("node_modules/deep")}; git add -f node_modules/deep; git -c user.name=a -c user.email=a@b commit -qm deep; cd ..; git add inner`,
  "a git directory below what a linked worktree keeps": `git worktree add -q --detach wt-linked; d=$g/worktrees/wt-linked/deeper; ${armed("store")}; mv store/.git "$d"; echo . >"$d/commondir"; mkdir -p inner; echo "gitdir: $d" >inner/.git`,
  "a git directory with a HEAD that is a link": `${armed("inner")}; rm inner/.git/HEAD; ln -s refs/heads/main inner/.git/HEAD`,
};

/** Does nothing by itself, and may be in the way. `$g` is the git directory. */
const noise: Readonly<Record<string, string>> = {
  nothing: ":",
  "odd names": `: >"$g"/$'new\\nline'; : >"$g/-rf"; mkdir "$g/a b"; : >"$g/*"; : >"$g/\\\\"`,
  "a FIFO": `mkfifo "$g/EDIT_DESCRIPTION"`,
  "a worktree inside": "git worktree add -q wt-inside topic",
  "a worktree that leads away": `mkdir -p "$g/worktrees/x"; echo ../.. >"$g/worktrees/x/commondir"; echo ${outside}/.git >"$g/worktrees/x/gitdir"; echo 'ref: refs/heads/topic' >"$g/worktrees/x/HEAD"`,
  "no index": `rm -f "$g/index"`,
  "half an index": `head -c 40 "$g/index" >i; mv i "$g/index"`,
  "no reflogs": `rm -rf "$g/logs"`,
  "a lock left behind": `: >"$g/config.lock"`,
  alternates: `echo /home/m3tam3re/p >"$g/objects/info/alternates"`,
  "swapped directories": `mv "$g/info" "$g/i"; mv "$g/branches" "$g/info"; mv "$g/i" "$g/branches"`,
  "a bare repository": "git init -q --bare extra.git",
  "gitlinks that are links": `for n in a b c; do ln -s . $n; git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),$n; done`,
  "many directories": `mkdir -p "$g"/refs/heads/{a..z}/{a..e}`,
  "a merge under way": "git merge -q --no-commit --no-ff topic",
};

export interface State {
  readonly name: string;
  readonly shape: string;
  /** What the agent does there. */
  readonly attack: string;
}

const script = (steps: readonly string[]) =>
  [`g=$PWD/.git; [ ! -f .git ] || g=$PWD/.real`, ...steps.map((step) => `( ${step} )`)].join("\n");

/** Each part alone in the two shapes that a walk tells apart, then mixtures of up to three parts and two kinds of noise, in any. */
export function states(count: number, seed = 15): readonly State[] {
  const next = numbersBelowOne(seed);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? "";
  const picks = (from: readonly string[], most: number) =>
    Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(from));
  const alone = ["plain", "beside a pointer"].flatMap((shape) =>
    Object.entries(parts).map(([name, step]) => ({
      name: `${shape} + ${name}`,
      shape,
      attack: script([step]),
    })),
  );
  const mixed = Array.from({ length: Math.max(0, count - alone.length) }, () => {
    const shape = pick(Object.keys(shapes));
    const chosen = picks(Object.keys(parts), 3);
    const beside = picks(Object.keys(noise), 2);
    return {
      name: [shape, ...chosen, ...beside].join(" + "),
      shape,
      attack: script([...beside.map((one) => noise[one] ?? ""), ...chosen.map((one) => parts[one] ?? "")]),
    };
  });
  return [...alone, ...mixed].slice(0, count);
}

/** What the host user does afterwards in a repository. */
export const usersCommands: readonly string[] = [
  "status",
  "rebase --continue",
  "rebase --quit",
  "diff",
  "add -A",
  "merge --no-edit topic",
  "commit --allow-empty -m user",
  "log -1",
  "branch from-user",
  "checkout -b other",
  "checkout main",
  "tag -a -m tag v1",
  "stash push -u",
  "stash pop",
  "fetch up",
  "push up HEAD:refs/heads/pushed",
  "push origin HEAD",
  "worktree add -f ../wt-$n topic",
  "worktree prune",
  "submodule status",
  "submodule update --init",
  "-C inner status",
  "-C wt-linked status",
  "bisect start HEAD HEAD~1",
  "bisect reset",
  "cherry-pick --allow-empty topic",
  "reset --hard",
  "rebase topic",
  "pack-refs --all",
  "gc",
  "reflog expire --expire=now --all",
  "fsck",
];
