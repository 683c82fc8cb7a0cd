import { expect, test } from "vitest";
import { as, describeHost, finish, newProject, startProbe, trap } from "./lab/lab.js";
import { appears } from "./lab/waiting.js";

/** While a session is open, the host user goes on with git, and the agent waits for it. */

interface Window {
  /** What the agent does, until it is ended. */
  readonly attack: string;
  /** What the host user does meanwhile. */
  readonly meanwhile: string;
}

const evil = `'[core]\\n\\tfsmonitor = "touch ${trap}; false"\\n'`;
/** A file of the user's that no git command has to do with. */
const outside = "/home/m3tam3re/profile";

/** What is repeated as fast as bash can, so that no time between two steps of the host is too short. */
const always = (step: string) => `while :; do { ${step}; } 2>/dev/null; done`;

/** What the user does until it has led somewhere, or for long enough that it would have: the agent is to be between two times. */
const often = (step: string) =>
  `for n in $(seq 25); do sleep 0.1; ${step}; [ ! -e ${trap} ] && [ "$(cat ${outside})" = profile ] || break; done`;

const windows: readonly [string, Window][] = [
  [
    "the configuration, once git config has replaced it",
    {
      attack: always(`printf ${evil} >>.git/config`),
      meanwhile: `git config user.nick lab; ${often("git status")}`,
    },
  ],
  [
    "the configuration, once git remote add has",
    {
      attack: always(`printf ${evil} >>.git/config`),
      meanwhile: `git remote add up /nowhere; ${often("git status")}`,
    },
  ],
  [
    "the configuration, once git branch --track has",
    {
      attack: always(`printf ${evil} >>.git/config`),
      meanwhile: `git branch --track topic main; ${often("git status")}`,
    },
  ],
  [
    "the configuration while git writes it",
    {
      attack: always(`[ -e .git/config.lock ] && printf ${evil} >>.git/config.lock`),
      // A line that comes in the middle of git's own makes a file that git refuses: the user would mend it, and goes on.
      meanwhile: `cp .git/config ../whole; for n in $(seq 300); do { git config "user.n$n" "$n" && git status; } || cp ../whole .git/config; [ ! -e ${trap} ] || break; done`,
    },
  ],
  [
    "config.worktree",
    {
      attack: always(`printf ${evil} >>.git/config.worktree`),
      meanwhile: `git config extensions.worktreeConfig true; git config --worktree user.nick lab; ${often("git status")}`,
    },
  ],
  [
    "the message of a commit, as a link",
    {
      attack: always(`ln -sfn ${outside} .git/COMMIT_EDITMSG; echo 'touch ${trap}' >.git/MERGE_MSG`),
      meanwhile: often("git commit --allow-empty --no-edit -m code"),
    },
  ],
  [
    "a reflog, as a link",
    {
      attack: always(`git branch -f 'x;touch>y'; ln -sfn ${outside} .git/logs/HEAD`),
      meanwhile: often("git checkout 'x;touch>y'; git checkout main"),
    },
  ],
  [
    "what fetch has fetched, as a link",
    {
      attack: always(`ln -sfn ${outside} .git/FETCH_HEAD`),
      meanwhile: often("git fetch . main"),
    },
  ],
];

/** Whether the host user's git ran something of the agent's, or wrote to the file outside. */
async function broken({ attack, meanwhile }: Window): Promise<boolean> {
  const project = await newProject("m3tam3re", { git: true });
  await as("m3tam3re", `rm -f ${trap}; echo profile >${outside}`);
  const session = startProbe(
    "m3tam3re",
    project,
    `bash -c ${quote(attack)} & touch started; until [ -e stop ]; do sleep 0.05; done`,
  );
  await appears(`${project}/started`);
  await as("m3tam3re", `cd ${project}; { ${meanwhile}; } >/dev/null 2>&1 || true`);
  const seen = await as("m3tam3re", `[ -e ${trap} ] && echo ran || true; cat ${outside}; rm -f ${trap}`);
  await as("m3tam3re", `touch ${project}/stop`);
  await finish(session);
  return seen !== "profile";
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

describeHost("guide", "git of the host while a session is open", () => {
  test.each(windows)("is not led through %s", async (_, window) => {
    expect(await broken(window)).toBe(false);
  });
});

describeHost("open git", "control: without protection", () => {
  test.each(windows)("is led through %s", async (_, window) => {
    // The agent may be late on a busy machine, or be between two steps in such a way that git refuses the file ever after.
    let led = false;
    for (let turn = 0; turn < 20 && !led; turn += 1) led = await broken(window);
    expect(led).toBe(true);
  });
});
