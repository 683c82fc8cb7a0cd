import { expect, test } from "vitest";
import {
  as,
  describeHost,
  finish,
  newProject,
  probe,
  probed,
  repository,
  startProbe,
  trap,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** Repositories below the project, legacy remotes, what stays and what is put aside, and who is told. */

const arm = (path: string) => `printf '[core]\\n\\tfsmonitor = "touch ${trap}; false"\\n' >>${path}/config`;
const trapped = async (script: string): Promise<boolean> =>
  (await as(
    "m3tam3re",
    `rm -f ${trap}; { ${script}; } >/dev/null 2>&1 || true; [ -e ${trap} ] && echo yes || true`,
  )) === "yes";

/** The user's repositories in one project: several side by side, one inside another, a bare one, one deeper. */
const several = `${repository("a")}; ${repository("b/c/d")}; ${repository("a/inner")}; git clone -q --bare a bare.git; git clone -q a user; git -C user remote set-url origin ../bare.git`;
const attacksOnSeveral: readonly [string, string, string][] = [
  ["one of several", arm("a/.git"), "git -C a status"],
  ["one further below", arm("b/c/d/.git"), "git -C b/c/d status"],
  ["one inside another", arm("a/inner/.git"), "git -C a/inner status"],
  [
    "one whose parent is moved away",
    `mv b/c b/old; mkdir b/c; cp -a b/old/d b/c/d; ${arm("b/c/d/.git")}`,
    "git -C b/c/d status",
  ],
  [
    "a bare one that is pushed to",
    `printf '#!/bin/sh\\ntouch ${trap}\\n' >bare.git/hooks/post-update; chmod +x bare.git/hooks/post-update`,
    "cd user; git push origin HEAD:refs/heads/x",
  ],
];

const remotes: readonly [string, string][] = [
  ["remotes", 'mkdir -p .git/remotes; echo "URL: $PWD/r.git" >.git/remotes/origin'],
  ["branches", 'mkdir -p .git/branches; echo "$PWD/r.git" >.git/branches/origin'],
];
const hooked = `git init -q --bare r.git; printf '#!/bin/sh\\ntouch ${trap}\\n' >r.git/hooks/post-update; chmod +x r.git/hooks/post-update`;

async function breaks(arrange: string, attack: string, then: string): Promise<boolean> {
  const project = await newProject("m3tam3re");
  await as("m3tam3re", `cd ${project}; ${arrange}`);
  await probe("m3tam3re", project, `{ ${attack}; } 2>/dev/null; true`);
  return trapped(`cd ${project}; ${then}`);
}

describeHost("guide", "repositories below the project", () => {
  test.each(attacksOnSeveral)("%s is protected", async (_, attack, then) => {
    expect(await breaks(several, attack, then)).toBe(false);
  });

  test.each(remotes)("a remote by the name of a file in %s is nobody's", async (_, attack) => {
    expect(await breaks(repository("."), `${hooked}; ${attack}`, "git push origin HEAD:refs/heads/x")).toBe(
      false,
    );
  });

  test("beyond the bound, those that are not protected are named", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${project}; git init -q r0; for n in $(seq 18); do cp -a r0 r$n; done`);
    const { code, stderr } = await probe("m3tam3re", project, "true");
    expect(code).toBe(0);
    expect(stderr).toMatch(/has more than 16 git repositories; not protected: r\d+ r\d+ r\d+\n/);
  });

  test("beyond the bound of directories, the rest is said not to be protected", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${project}; mkdir -p {0..100}/{0..99}`);
    const { code, stderr } = await probe("m3tam3re", project, "true");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /has more than 10000 directories; git repositories beyond these are not protected/,
    );
    await as("m3tam3re", `rm -rf ${project}`);
  });
});

describeHost("open git", "control: repositories below the project without protection", () => {
  test.each(attacksOnSeveral)("%s is not protected", async (_, attack, then) => {
    expect(await breaks(several, attack, then)).toBe(true);
  });

  test.each(remotes)("a remote by the name of a file in %s leads to the agent's hook", async (_, attack) => {
    expect(await breaks(repository("."), `${hooked}; ${attack}`, "git push origin HEAD:refs/heads/x")).toBe(
      true,
    );
  });
});

describeHost("guide", "what a session leaves in git", () => {
  test("is put aside, and the user is told in one line", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const { code, stderr } = await probe(
      "m3tam3re",
      project,
      "ln -sfn /etc/passwd .git/COMMIT_EDITMSG; : >.git/evil; ln -s x .git/refs/heads/link",
    );
    expect(code).toBe(0);
    expect(stderr.split("\n").filter((line) => line.startsWith(`${subject.account}:`))).toEqual([
      expect.stringMatching(
        new RegExp(
          String.raw`^${subject.account}: the session left what your git would run or follow; now in put-aside of that git directory: \S*COMMIT_EDITMSG \S*link \S*evil$|^${subject.account}: the session left what your git would run or follow; now in put-aside of that git directory: \S* \S* \S*evil$`,
        ),
      ),
    ]);
    expect(await as("m3tam3re", `cd ${project}/.git/put-aside/*; ls`)).toBe("COMMIT_EDITMSG\nevil\nlink");
    expect(
      await as(
        "m3tam3re",
        `cd ${project}; git commit -q --allow-empty -m after; git fsck; findmnt -rno TARGET | grep -c ${project} || true`,
      ),
    ).toBe("0");
  });

  test("is looked at however the session ended", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const session = startProbe(
      "m3tam3re",
      project,
      "ln -sfn /etc/passwd .git/COMMIT_EDITMSG; touch ready; sleep 1000",
    );
    await appears(`${project}/ready`);
    await as("root", "pkill -KILL -x sudo");
    await finish(session);
    await as(
      "m3tam3re",
      `until [ -e ${project}/.git/put-aside ]; do sleep 0.05; done; until ! findmnt -rno TARGET | grep -q ${project}; do sleep 0.05; done`,
    );
    expect(
      await as("m3tam3re", `cd ${project}; ls -A .git/put-aside/*; ls .git | grep EDITMSG || true`),
    ).toBe("COMMIT_EDITMSG");
  });

  test("is nothing, for ordinary work", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${base}; ${repository("lib")}; ${repository("main")}; cd main; git -c protocol.file.allow=always submodule --quiet add ../lib sub; git commit -qm sub; git submodule --quiet deinit -f sub; rm -rf .git/modules/sub; git submodule --quiet init; git config user.name lab`,
    );
    const { code, stdout, stderr } = await probe(
      "m3tam3re",
      `${base}`,
      `set -e; cd main; git checkout -qb topic; echo two >two; git add -A; git commit -qm two
       git checkout -q main; echo three >three; git add -A; git commit -qm three
       git merge -q --no-edit topic; git checkout -qb third HEAD~1; echo four >four; git add -A; git commit -qm four; git rebase -q main
       echo dirty >one; git stash -q; git stash pop -q; git reset -q --hard
       git -c protocol.file.allow=always submodule --quiet update
       git worktree add -q inside topic; (cd inside; echo five >five; git add -A; git commit -qm five)
       git tag -a -m v1 v1; git notes add -m note; git bisect start HEAD HEAD~2 >/dev/null; git bisect reset 2>/dev/null; git gc -q
       git init -q ../fresh; cat sub/one`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "one\n" });
    expect(stderr).not.toContain("put-aside");
    const seen = await as(
      "m3tam3re",
      `cd ${base}/main; git status --short --ignore-submodules=none; git log --format=%s -2; git -C inside log --format=%s -1; git submodule status | cut -c1; git -C sub config remote.origin.url; git fsck 2>&1 | grep -v dangling || true; find .git -name put-aside`,
    );
    expect(seen).toBe(`?? inside/\nfour\nMerge branch 'topic'\nfive\n \n${base}/lib`);
  });

  test("two sessions of one repository share its view, which the last one ends", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const views = `findmnt -rno TARGET,OPTIONS | grep ${project}/.git' ' | grep -c nosymfollow || true`;
    const long = startProbe(
      "m3tam3re",
      project,
      "touch ready; until [ -e stop ]; do sleep 0.05; done; git status >/dev/null && echo well",
    );
    await appears(`${project}/ready`);
    expect(await probed("m3tam3re", project, "git status --short | wc -l")).toBe("1");
    expect(await as("m3tam3re", views)).toBe("1");
    expect(await as("m3tam3re", `cd ${project}; git config user.x y 2>&1 || true`)).toContain(
      "Device or resource busy",
    );
    await as("m3tam3re", `touch ${project}/stop`);
    expect((await finish(long)).stdout).toBe("well\n");
    expect(await as("m3tam3re", views)).toBe("0");
    await as("m3tam3re", `cd ${project}; git config user.x y; git remote add up /nowhere`);
  });
});
