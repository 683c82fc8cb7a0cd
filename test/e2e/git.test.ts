import { expect, test } from "vitest";
import { type Attack, attacks, withWorktree } from "./git-attacks.js";
import { as, commitAll, describeHost, newProject, probe, probed, trap } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The agent must not leave code in `.git` that the host user's own git would run. */

/** What the host user does afterwards, wherever a git working tree is. */
const usersGit = `for tree in . ../wt ./sub ./.sub/one ./inner ./wt-linked; do
  [ -e "$tree/.git" ] || continue
  (cd "$tree"; git status; git diff; git add -A; git commit -m after --allow-empty; git checkout -b "after-$RANDOM"; git log -1; git submodule status; git stash list) || true
done >/dev/null 2>&1`;

async function trapped({ arrange = "", cwd = ".", before, attack }: Attack): Promise<boolean> {
  const base = await newProject("m3tam3re");
  const project = `${base}/main`;
  await as("m3tam3re", commitAll(`git init -q -b main ${project}; cd ${project}; echo one >one.txt`));
  await as("m3tam3re", `cd ${project}; ${arrange}`);
  if (before !== undefined) await probe("m3tam3re", `${project}/${cwd}`, before);
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
      git branch -qd topic; git gc -q; git fsck >/dev/null 2>&1; git worktree list | wc -l; git log --format=%s`;
    expect(await probed("m3tam3re", project, script)).toBe("1\ntwo\nthree\nby the user");
    expect(await as("root", `find ${project} ! -user m3tam3re`)).toBe("");
    expect(
      await as(
        "m3tam3re",
        `cd ${project}; git status --porcelain; git log --format=%s | wc -l; git fsck 2>&1 | grep -v dangling || true`,
      ),
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
    ["an empty folder of submodules", "mkdir .git/modules"],
    ["what is left of a submodule", "mkdir -p .git/modules/a/b"],
    ["a file among the submodules", "mkdir .git/modules; touch .git/modules/file"],
    ["an empty folder of worktrees", "mkdir .git/worktrees"],
  ])("%s is no reason to refuse a session", async (_, arrange) => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; ${arrange}`);
    expect(await probed("m3tam3re", project, "git status --short; echo started")).toBe("started");
  });

  /** A repository without a working tree of its own, `project/.bare`, beside one that is linked to it. */
  const besideBare = (bare: string) =>
    `git init -q src; cd src; ${commitAll("echo one >one.txt")}; cd ..; mkdir project; git clone -q --bare src project/${bare}; cd project`;

  test("a repository that the protection would change is refused, with the commands that mend it", async () => {
    const base = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${base}; ${besideBare(".git")}; git worktree add -q wt -b wt`);
    const look = `cd ${base}/project; git rev-parse --is-bare-repository; git worktree list; ls -A .git`;
    const before = await as("m3tam3re", look);
    expect(before).toMatch(/^true\n/);
    const { code, stderr } = await probe("m3tam3re", `${base}/project/wt`, "true");
    expect(code).toBe(78);
    expect(await as("m3tam3re", look)).toBe(before);
    const [, commands = ""] = /: (cd .*)\n/.exec(stderr) ?? [];
    await as("m3tam3re", commands);
    expect(await probed("m3tam3re", `${base}/project/wt`, "git status --short; echo started")).toBe(
      "started",
    );
    expect(await as("m3tam3re", `git -C ${base}/project rev-parse --is-bare-repository`)).toBe("true");
  });

  test("a repository in the project that .git only points to is protected too", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${base}; ${besideBare(".bare")}; echo 'gitdir: ./.bare' >.git; git config extensions.worktreeConfig true; git config --worktree core.bare true; git config --unset core.bare`,
    );
    const attempt =
      "for f in .git .bare/config .bare/hooks/post-checkout; do echo x >>$f; done 2>/dev/null; mv .bare b 2>/dev/null; ls -A";
    expect(await probed("m3tam3re", `${base}/project`, attempt)).toBe(".bare\n.git");
    const left = "cat .git; grep -c '^x' .bare/config || true; ls .bare/hooks | grep post-checkout || true";
    expect(await as("m3tam3re", `cd ${base}/project; ${left}`)).toBe("gitdir: ./.bare\n0");
  });

  test.each([
    ["a link to a repository elsewhere", "mv .git ~/moved.git; ln -s ~/moved.git .git"],
    ["a link to another user's folder", `mv .git g; ln -s /home/alice/${subject.directory} .git`],
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
    ["submodules as a link out", "ln -s /etc .git/modules"],
    [
      "submodules that lead to themselves",
      "mkdir .git/modules; ln -s . .git/modules/a; ln -s . .git/modules/b",
    ],
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
