import { afterEach, expect, test } from "vitest";
import {
  as,
  describeHost,
  eventually,
  finish,
  leftovers,
  leftoversInTheEnd,
  newProject,
  probe,
  repository,
  startProbe,
} from "./lab/lab.js";
import { real, standIn } from "./lab/stand-in.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/**
 * A runner that is killed between two of its steps with the host's views of git directories: what it has mounted is not counted
 * yet, or no longer, and must not stay for good. Here the program that it calls for the step kills it.
 */

const kill = `pkill -KILL -f '^[^ ]*bash -p -- \\S*/${subject.account}-runner\\S* supervised'`;

/** Before `program`, in a runner's call with `option`, runs `script`; once. */
async function instead(program: string, option: string, script: string): Promise<() => Promise<unknown>> {
  await as("root", "touch /opt/armed");
  return standIn(
    program,
    `#!/bin/bash
if [[ " $* " == *"${option}"* ]] && rm /opt/armed 2>/dev/null; then
  ${script}
fi
exec ${real(program)} "$@"
`,
  );
}

describeHost("guide", "the views of a runner that is killed", () => {
  let undo: (() => Promise<unknown>) | undefined;
  afterEach(async () => {
    await undo?.();
    await as("root", "rm -f /opt/armed");
  });

  test.each([
    ["when it has mounted one", "mount", "nosymfollow", `${real("mount")} "$@"; ${kill}; exit`],
    ["before it mounts one", "mount", "nosymfollow", `${kill}; exit`],
    ["before it unmounts one", "umount", "--lazy", `${kill}; exit`],
    ["when it has unmounted one", "umount", "--lazy", `${real("umount")} "$@"; ${kill}; exit`],
  ])("%s are taken away", async (_, program, option, script) => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; ${repository("below/one")}; ${repository("below/two")}`);
    undo = await instead(program, option, script);
    const { code } = await probe("m3tam3re", project, "true");
    expect(code).not.toBe(0);
    expect(await as("root", "ls /opt/armed 2>/dev/null || true")).toBe("");
    expect(await leftoversInTheEnd()).toEqual([]);
    await as(
      "m3tam3re",
      `cd ${project}; for d in . below/one below/two; do git -C $d config user.nick lab; done`,
    );
  });

  test("stay where another session has the same", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const first = startProbe("m3tam3re", project, "touch up; until [ -e stop ]; do sleep 0.05; done");
    await appears(`${project}/up`);
    const views = async () => (await leftovers()).filter((left) => left === `view ${project}/.git`);
    expect(await views()).toHaveLength(1);
    const youngest = "pkill -KILL -n -f";
    // It has counted its views when it begins to look at what the session needs a copy of.
    await as("m3tam3re", `mkdir -p ${subject.directory}; echo ${project} >${subject.directory}/AGENTS.md`);
    undo = await instead("flock", "--wait", `${kill.replace("pkill -KILL -f", youngest)}; exit`);
    expect((await probe("m3tam3re", project, "true")).code).not.toBe(0);
    expect(await as("root", "ls /opt/armed 2>/dev/null || true")).toBe("");
    const others = (left: string) => left.startsWith("view /run/");
    // The first one's count, its record and its list.
    const counted = async () => ((await leftovers()).filter(others).length === 3 ? true : undefined);
    expect(await eventually(counted)).toBe(true);
    expect(await views()).toHaveLength(1);
    await as("m3tam3re", `touch ${project}/stop`);
    await finish(first);
    expect(await leftoversInTheEnd()).toEqual([]);
  });
});
