import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";

/**
 * The helper runs with the host user's rights, so the user can be behind every word that it says to the runner.
 * The phases that listen are the emitted ones; set here is only what they take from the prelude and earlier phases.
 */
const phases = ["common", "where", "helper", "git-view"].map((name) =>
  join(packageRoot, "modules/nixos/pi-agent", `${name}.sh`),
);

const listener = `
agentName=pi-agent agentOption=m3ta.pi-agent
for phase in "\${@:2}"; do source "$phase"; done
logger() { :; }
callerName=tester callerUid=$UID helperPid=$$ root=$1 cwd=$1/project/sub roots=("$1")
cd "$cwd"
exec {cwdFd}<. {fromHelper}<&0 {toHelper}>/dev/null
lookAround
askForProject
placed="\${#kept[@]} kept, \${#locked[@]} locked"
further=none
askForFurther || further="\${#kept[@]} kept, \${#locked[@]} locked"
askForFingerprint
printf '%s' "$placed, further $further, $fingerprint"
`;

describe("what the helper says", () => {
  let root = "";
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "nixsmith-words-"));
    await mkdir(join(root, "project/sub"), { recursive: true });
    await mkdir(join(root, "elsewhere"));
  });
  afterAll(() => rm(root, { recursive: true }));

  /** Runs the listener on these words, `ROOT` in them standing for the project root. */
  const hears = async (words: readonly string[]) => {
    const input = words.map((word) => `${word.replace("ROOT", root)}\0`).join("");
    const { exitCode, stdout, stderr } = await execa("bash", ["-c", listener, "listener", root, ...phases], {
      input,
      reject: false,
    });
    return { exitCode, stdout, stderr: stderr.replaceAll(root, "ROOT") };
  };

  const project = ["project", "ROOT/project"];
  const fingerprint = "0123456789abcdef".repeat(4);
  const git = ["kept", "ROOT/project/.git", "locked", "ROOT/project/.git/hooks"];
  const placed = [...project, ...git, "placed", ""];
  const below = ["kept", "ROOT/project/sub", "kept", "ROOT/project/sub/.git", "own", "ROOT/project/x/.git"];
  const end = ["found", "", "fingerprint", fingerprint];

  it.each<[string, readonly string[], string]>([
    ["nothing further below", [], "none"],
    ["something that changes no mount", ["own", "ROOT/project/x/.git", "bounded", ""], "none"],
    ["a repository further below", below, "3 kept, 1 locked"],
  ])("is taken as it is when it is what the helper says: %s", async (_, further, said) => {
    expect(await hears([...placed, ...further, ...end])).toEqual({
      exitCode: 0,
      stdout: `1 kept, 1 locked, further ${said}, ${fingerprint}`,
      stderr: "",
    });
  });

  const failed = "looking at the files of tester failed or took too long; try again";
  it.each<[string, readonly string[], number, string]>([
    ["nothing at all", [], 69, failed],
    ["an end in the middle", project, 69, failed],
    ["a key that does not exist", ["roots", "/"], 69, failed],
    ["a key of another question", [...project, "fingerprint", fingerprint], 69, failed],
    ["a key with a blank", ["project kept", "/etc"], 69, failed],
    ["a word without end", ["project", "x".repeat(5000)], 69, failed],
    ["a key without end", ["k".repeat(5000), "x"], 69, failed],
    ["a refusal", [...project, "refuse", "0"], 78, ""],
    ["no project", ["placed", ""], 69, failed],
    ["a project after the first", [...project, ...project], 69, failed],
    [
      "a project above the root",
      ["project", "/", "placed", ""],
      77,
      "ROOT/project/sub: the project / is not between the project root and here",
    ],
    [
      "a project beside the working directory",
      ["project", "ROOT/elsewhere", "placed", ""],
      77,
      "ROOT/project/sub: the project ROOT/elsewhere is not between the project root and here",
    ],
    [
      "a project by a way around",
      ["project", "ROOT/elsewhere/../project", "placed", ""],
      77,
      "ROOT/project/sub: the project ROOT/elsewhere/../project is not between the project root and here",
    ],
    [
      "a locked path outside",
      [...project, "locked", "/etc/shadow", "placed", ""],
      77,
      "ROOT/project/sub: /etc/shadow is not in the project",
    ],
    [
      "a kept path that leads outside",
      [...project, "kept", "ROOT/project/../elsewhere", "placed", ""],
      77,
      "ROOT/project/sub: ROOT/project/../elsewhere is not in the project",
    ],
    [
      "a repository outside of the roots",
      [...project, "repository", "/etc", "placed", ""],
      77,
      "ROOT/project/sub: its repository /etc is outside of the project roots; add it to m3ta.pi-agent.hostUsers.tester.projectRoots",
    ],
    [
      "a view of what is not in the project",
      [...project, "viewed", "/etc", "placed", ""],
      77,
      "ROOT/project/sub: /etc is not in the project",
    ],
    [
      "a view where it does not stand",
      [...project, "viewed", "ROOT/project", "placed", ""],
      77,
      "ROOT/project/sub: ROOT/project was moved while the session started; try again",
    ],
    [
      "a repository where it does not stand",
      [...project, "repository", "ROOT/elsewhere", "placed", ""],
      77,
      "ROOT/project/sub: ROOT/elsewhere was moved while the session started; try again",
    ],
    [
      "more than can be mounted",
      [...project, ...Array.from({ length: 1001 }, () => ["kept", "ROOT/project/.git"]).flat()],
      78,
      "ROOT/project has more of git to protect than can be mounted; set m3ta.pi-agent.protectGit = false",
    ],
    [
      "a fingerprint that is a path",
      [...project, "placed", "", "found", "", "fingerprint", "../../alice/current"],
      69,
      "the configuration of tester has no fingerprint; try again",
    ],
    ["no end of what is further below", [...placed, "fingerprint", fingerprint], 69, failed],
    [
      "a repository beside it when the project is mounted",
      [...placed, "repository", "ROOT", ...end],
      69,
      failed,
    ],
    ["another project when it is mounted", [...placed, ...project, ...end], 69, failed],
    [
      "a locked path outside, further below",
      [...placed, "locked", "/etc/shadow", ...end],
      77,
      "ROOT/project/sub: /etc/shadow is not in the project",
    ],
    [
      "a view where it does not stand, further below",
      [...placed, "viewed", "ROOT/project", ...end],
      77,
      "ROOT/project/sub: ROOT/project was moved while the session started; try again",
    ],
  ])("%s is refused", async (_, words, exitCode, message) => {
    const stderr = message === "" ? "" : `pi-agent: ${message}`;
    expect(await hears(words)).toEqual({ exitCode, stdout: "", stderr });
  });
});
