import { afterEach, expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe } from "./lab/lab.js";
import { real, standIn } from "./lab/stand-in.js";
import { subject } from "./lab/subject.js";

/**
 * systemd 257 sometimes takes a unit with PrivatePIDs= for done, and well done, before its program has begun: it hears of the
 * end of the process that only makes the namespace before it hears of the namespace's first one. Here its client says so.
 */

const { account } = subject;
const units = { session: `${account}-[0-9a-f]*[0-9a-f]`, copy: `${account}-*-sync` } as const;

/** Lets systemd's client say the truth again. */
let truth: (() => Promise<unknown>) | undefined;

/** The first `times` calls for such a unit say that it went well, and do nothing. */
async function pretend(unit: keyof typeof units, times: number): Promise<void> {
  await as("root", "mkdir /run/pretended");
  truth = await standIn(
    "systemd-run",
    `#!/bin/bash
for word; do
  [[ $word == --unit=${units[unit]} ]] || continue
  for turn in {1..${times}}; do ! mkdir "/run/pretended/$turn" 2>/dev/null || exit 0; done
done
exec ${real("systemd-run")} "$@"
`,
  );
}

const pretended = () => as("root", "ls /run/pretended | wc -l");

afterEach(async () => {
  await truth?.();
  await as("root", "rm -r /run/pretended");
  expect(await leftoversInTheEnd()).toEqual([]);
});

const skill = `${subject.directory}/skills/word`;
const writeSkill = (word: string) =>
  as("m3tam3re", `mkdir -p ${subject.directory}/skills; echo ${word} >${skill}`);
const readSkill = `cat "$${subject.variable}"/skills/word`;
/** More than a pipe takes at once, so that it has a writer of its own. */
const long = ["x".repeat(60_000)];

/** A project whose user has a configuration that no session has a copy of. */
async function projectToCopyFor(): Promise<string> {
  const project = await newProject("m3tam3re");
  await writeSkill("first");
  await probe("m3tam3re", project, "true");
  await writeSkill("second");
  return project;
}

describeHost("guide", "what systemd has not begun, and says it is done", () => {
  test.each([
    ["a session", []],
    ["a session with long arguments", long],
  ])("is begun again: %s", async (_, args) => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true"); // so that there is nothing to copy
    await pretend("session", 2);
    expect(await probe("m3tam3re", project, "echo started $# ${#1}", args)).toEqual({
      code: 0,
      stdout: `started ${args.length} ${args[0]?.length ?? 0}\n`,
      stderr: "",
    });
    expect(await pretended()).toBe("2");
  });

  test.each([
    ["a session", []],
    ["a session with long arguments", long],
  ])("is refused the third time: %s", async (_, args) => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true");
    await pretend("session", 9);
    const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started", args);
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(
        String.raw`^${account}: the sandbox could not be set up \(status 0\); see journalctl -u ${account}-[0-9a-f]{16}\n$`,
      ),
    );
    expect(await pretended()).toBe("3");
  });

  test("is begun again: the copy of a configuration", async () => {
    const project = await projectToCopyFor();
    await pretend("copy", 2);
    expect(await probe("m3tam3re", project, readSkill)).toEqual({ code: 0, stdout: "second\n", stderr: "" });
    expect(await pretended()).toBe("2");
  });

  test("is refused the third time: the copy of a configuration", async () => {
    const project = await projectToCopyFor();
    await pretend("copy", 9);
    expect(await probe("m3tam3re", project, readSkill)).toEqual({
      code: 69,
      stdout: "",
      stderr: `${account}: copying the configuration of m3tam3re failed and the copy is as before; try again\n`,
    });
    expect(await pretended()).toBe("3");
  });
});
