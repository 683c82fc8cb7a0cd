import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  as,
  command,
  describeHost,
  eventually,
  finish,
  leftoversInTheEnd,
  newProject,
  probe,
  repository,
  startProbe,
} from "./lab/lab.js";
import { real, standIn } from "./lab/stand-in.js";
import { subject } from "./lab/subject.js";
import { openTerminal } from "./lab/terminal.js";
import { appears, launcherWaits } from "./lab/waiting.js";

/**
 * A session's unit begins before the project has been looked through: what systemd has to do takes long enough. The look is held up
 * here, by the find(1) that walks the project.
 */

describeHost("guide", "a session in a project that takes long to look through", () => {
  let undo: (() => Promise<unknown>) | undefined;
  beforeAll(async () => {
    undo = await standIn(
      "find",
      `#!/bin/bash
case " $* " in *" node_modules "*) while [ -e /srv/hold ]; do sleep 0.02; done ;; esac
exec ${real("find")} "$@"
`,
    );
  });
  afterAll(() => undo?.());
  afterEach(async () => {
    await as("root", "rm -f /srv/hold");
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  const hold = () => as("root", "touch /srv/hold");
  const release = () => as("root", "rm /srv/hold");
  /** How often systemd has begun a unit for sessions in this project. */
  async function beginnings(project: string): Promise<number> {
    const said = await as(
      "root",
      `journalctl --sync; journalctl -q -o cat MESSAGE_ID=39f53479d3a045ac8e11786248231fbf AGENT_PROJECT=${project} | wc -l`,
    );
    return Number(said);
  }

  test("has its unit meanwhile, and the agent begins afterwards", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await hold();
    const running = startProbe("m3tam3re", project, "touch up");
    await launcherWaits();
    expect(await as("m3tam3re", `ls ${project}`)).not.toMatch(/^up$/m);
    await release();
    expect(await finish(running)).toMatchObject({ code: 0, stderr: "" });
    expect(await as("m3tam3re", `ls ${project}`)).toMatch(/^up$/m);
    expect(await beginnings(project)).toBe(1);
  });

  test("has a helper until it begins, and none while it runs", async () => {
    const project = await newProject("m3tam3re");
    const helpers = () => as("root", `pgrep -cf '/bin/${subject.account}-host-user( |$)' || :`).then(Number);
    await hold();
    const running = startProbe("m3tam3re", project, "touch up; until [ -e over ]; do sleep 0.05; done");
    await launcherWaits();
    expect(await helpers()).toBe(1);
    await release();
    await appears(`${project}/up`);
    expect(await eventually(async () => ((await helpers()) === 0 ? "none" : undefined))).toBe("none");
    await as("m3tam3re", `touch ${project}/over`);
    expect(await finish(running)).toMatchObject({ code: 0, stderr: "" });
  });

  test.each(["runner", "host-user"])("that loses its %s meanwhile never begins", async (part) => {
    const project = await newProject("m3tam3re");
    await hold();
    const running = startProbe("m3tam3re", project, "touch up");
    await launcherWaits();
    await as("root", `pkill -KILL -f '/bin/${subject.account}-${part}( |$)'`);
    const { code, stdout, stderr } = await finish(running);
    expect({ stdout, begun: await as("m3tam3re", `ls ${project}`) }).toEqual({ stdout: "", begun: "" });
    if (part === "runner") {
      expect(code).not.toBe(0);
    } else {
      expect({ code, stderr }).toEqual({
        code: 69,
        stderr: `${subject.account}: looking at the files of m3tam3re failed or took too long; try again\n`,
      });
    }
  });

  test("that is refused after its unit has begun says so in the log", async () => {
    const project = await newProject("m3tam3re");
    await hold();
    const running = startProbe("m3tam3re", project, "touch up");
    await launcherWaits();
    await as("root", `pkill -KILL -f '/bin/${subject.account}-host-user( |$)'; journalctl --sync`);
    expect((await finish(running)).code).toBe(69);
    await as("root", "journalctl --sync");
    const { stdout } = await command("root", [`${subject.account}-log`, "--json"]);
    const sessions = stdout.split("\n").filter((line) => line.includes(`"${project}"`));
    expect(sessions.map((line) => JSON.parse(line))).toMatchObject([
      { caller: "m3tam3re", end: "exit-code", exit: 69 },
    ]);
  });

  test("begins again where a repository is found further below, and the next time once", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; ${repository("below/one")}`);
    const look = "for f in .git below/one/.git; do test -w $f/config || echo $f is locked; done";
    const session = async () => {
      const { code, stdout, stderr } = await probe("m3tam3re", project, look);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toBe(".git is locked\nbelow/one/.git is locked\n");
      return beginnings(project);
    };
    expect(await session()).toBe(2);
    expect(await session()).toBe(3);
    const { stdout } = await command("root", [`${subject.account}-log`, "--json"]);
    const ends = stdout.split("\n").filter((line) => line.includes(`"${project}"`));
    expect(ends.map((line) => JSON.parse(line))).toMatchObject([
      { end: "success", exit: 0 },
      { end: "success", exit: 0 },
    ]);
    // Without it, the start is as early as before from the next time on.
    await as("m3tam3re", `rm -rf ${project}/below`);
    const without = async () => {
      await probe("m3tam3re", project, "true");
      return beginnings(project);
    };
    expect(await without()).toBe(4);
    await hold();
    const running = startProbe("m3tam3re", project, "true");
    await launcherWaits();
    await release();
    expect((await finish(running)).code).toBe(0);
  });

  test("that is warned of in a terminal is warned of on a line of its own", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${project}; for n in {1..17}; do mkdir -p $n; git -C $n init -q; done; echo 'echo started' >say`,
    );
    await hold();
    const terminal = await openTerminal("m3tam3re", project);
    try {
      await terminal.type("probe 'bash say'");
      await terminal.press("Enter");
      await launcherWaits();
      await as("root", "sleep 0.3"); // the client takes the terminal over when the unit is there
      await release();
      expect(await terminal.shows(/^started$/m)).toMatch(/more than 16 git[\s\S]*^started$/m);
    } finally {
      await terminal.close();
    }
  });
});
