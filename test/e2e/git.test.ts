import { expect, test } from "vitest";
import { as, commitAll, describeHost, newProject, probe, probed } from "./lab/lab.js";

/** The agent must not leave code in `.git` that the host user's own git would run. */

/** Made by whatever of the agent's runs as the host user; the session cannot reach the place itself. */
const trap = "/home/m3tam3re/trapped";

interface Attack {
  /** The host user's preparation, in the project. */
  readonly arrange?: string;
  /** Where the session starts, relative to the project. */
  readonly cwd?: string;
  /** What the agent does. */
  readonly attack: string;
}

const hook = `{ printf '#!/bin/sh\\ntouch ${trap}\\n' >pre-commit; chmod +x pre-commit; cp pre-commit post-checkout; cp pre-commit reference-transaction; }`;
const evilConfig = `printf '[core]\\n\\trepositoryformatversion = 0\\n\\tfsmonitor = "touch ${trap}; false"\\n'`;
const withSubmodule =
  "git init -q ../lib; (cd ../lib; git config user.name a; git config user.email a@b; git commit -q --allow-empty -m a); git -c protocol.file.allow=always submodule --quiet add ../lib sub; git commit -qm sub";
const withWorktree = "git worktree add -q ../wt -b wt";

const attacks: readonly [string, Attack][] = [
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
];

/** What the host user does afterwards, wherever a git working tree is. */
const usersGit = `for tree in . ../wt ./sub; do
  [ -e "$tree/.git" ] || continue
  (cd "$tree"; git status; git diff; git add -A; git commit -m after --allow-empty; git checkout -b "after-$RANDOM"; git log -1; git submodule status; git stash list) || true
done >/dev/null 2>&1`;

async function trapped({ arrange = "", cwd = ".", attack }: Attack): Promise<boolean> {
  const base = await newProject("m3tam3re");
  const project = `${base}/main`;
  await as("m3tam3re", commitAll(`git init -q -b main ${project}; cd ${project}; echo one >one.txt`));
  await as("m3tam3re", `cd ${project}; ${arrange}`);
  await probe("m3tam3re", `${project}/${cwd}`, `${attack}; true`);
  await as("m3tam3re", `cd ${project}; ${usersGit}`);
  return (await as("m3tam3re", `[ -e ${trap} ] && echo trapped || true; rm -f ${trap}`)) === "trapped";
}

describeHost("guide", "protected .git", () => {
  test.each(attacks)("does not run what the agent left through %s", async (_, attack) => {
    expect(await trapped(attack)).toBe(false);
  });

  test("everyday git works in a session", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const script = `set -e
      git checkout -qb topic; echo two >two.txt; git add -A; git commit -qm two
      git checkout -q main; echo three >three.txt; git add -A; git commit -qm three
      git rebase -q main topic; git checkout -q main; git merge -q --no-edit topic
      echo dirty >one.txt; git stash -q; git stash pop -q; git reset -q --hard; git tag v1
      git branch -qd topic; git gc -q; git fsck 2>/dev/null; git worktree list | wc -l; git log --format=%s`;
    expect(await probed("m3tam3re", project, script)).toBe("1\ntwo\nthree\nby the user");
    expect(await as("root", `find ${project} ! -user m3tam3re`)).toBe("");
    expect(
      await as("m3tam3re", `cd ${project}; git status --porcelain; git log --format=%s | wc -l; git fsck`),
    ).toBe("3");
  });

  test("a linked worktree works while its main repository lies in the user's roots", async () => {
    const base = await newProject("m3tam3re");
    await as("m3tam3re", commitAll(`git init -q -b main ${base}/main; cd ${base}/main; echo one >one.txt`));
    await as("m3tam3re", `cd ${base}/main; ${withWorktree}`);
    const seen = await probed(
      "m3tam3re",
      `${base}/wt`,
      "echo two >two; git add -A; git commit -qm two; git log --format=%s; cat ../main/one.txt 2>/dev/null || echo hidden",
    );
    expect(seen).toBe("two\nby the user\nhidden");
    expect(await as("m3tam3re", `cd ${base}/wt; git status --porcelain; git log --format=%s -1`)).toBe("two");
  });

  test("a worktree's pointer to a repository outside the roots gives the agent nothing", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `git init -q ~/outside.git; (cd ~/outside.git; git config user.name a; git config user.email b; git commit -q --allow-empty -m a; git worktree add -q ${base}/wt; echo secret >.git/secret)`,
    );
    const { stdout } = await probe(
      "m3tam3re",
      `${base}/wt`,
      "cat ~m3tam3re/outside.git/.git/secret /home/m3tam3re/outside.git/.git/secret 2>/dev/null; echo end",
    );
    expect(stdout).toMatch(/^(end\n)?$/);
    await as("m3tam3re", "rm -rf ~/outside.git");
  });

  test.each([
    ["a link to a repository elsewhere", "mv .git ~/moved.git; ln -s ~/moved.git .git"],
    ["a link to another user's folder", "mv .git g; ln -s /home/alice/.pi .git"],
    ["a link to /etc", "mv .git g; ln -s /etc .git"],
    ["a pointer to /etc", "mv .git g; echo 'gitdir: /etc' >.git"],
    [
      "a pointer with a newline and a property",
      "mv .git g; printf 'gitdir: /x\\n[Service]\\nUser=root\\n' >.git",
    ],
    ["a pointer to itself", "mv .git g; echo 'gitdir: .git' >.git"],
    ["a FIFO", "mv .git g; mkfifo .git"],
    ["hooks as a link out", "rm -rf .git/hooks; ln -s /etc .git/hooks"],
    ["the configuration as a link out", "mv .git/config ~/c; ln -s /etc/shadow .git/config"],
    ["hooks as a FIFO", "rm -rf .git/hooks; mkfifo .git/hooks"],
  ])("whatever .git is, root is not led astray: %s", async (_, arrange) => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; ${arrange}`);
    const before = await as("root", "find /etc /home/alice -printf '%p %u %m %T@\\n' | sha256sum");
    const { code, stdout } = await probe(
      "m3tam3re",
      project,
      "{ ls .git/passwd || cat .git/shadow .git/config; } 2>/dev/null | grep -e root: -e passwd; echo x >.git/x; echo end",
    );
    expect([0, 69, 77, 78]).toContain(code);
    expect(stdout).toMatch(/^(end\n|.git\/passwd\nend\n)?$/);
    expect(await as("root", "find /etc /home/alice -printf '%p %u %m %T@\\n' | sha256sum")).toBe(before);
    await as("m3tam3re", "rm -rf ~/moved.git ~/c");
  });
});

describeHost("open git", "control: .git without protection", () => {
  test.each(attacks)("runs what the agent left through %s", async (_, attack) => {
    expect(await trapped(attack)).toBe(true);
  });
});
