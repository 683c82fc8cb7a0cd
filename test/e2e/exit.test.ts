import { expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe, wrapper } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The exit status of the wrapper is the agent's, or 128+N when a signal ended it. */
describeHost("guide", "exit status", () => {
  test.each([
    ["success", "exit 0", 0],
    ["1", "exit 1", 1],
    ["42", "exit 42", 42],
    ["77, the runner's own for a refusal", "exit 77", 77],
    ["127", "no-such-command", 127],
    ["200, one of systemd's own", "exit 200", 200],
    ["255", "exit 255", 255],
    ["SIGHUP", "kill -HUP $$", 129],
    ["SIGINT", "kill -INT $$", 130],
    ["SIGABRT", "ulimit -c 0; kill -ABRT $$", 134],
    ["SIGKILL", "kill -KILL $$", 137],
    ["SIGSEGV", "ulimit -c 0; kill -SEGV $$", 139],
    ["SIGPIPE", "kill -PIPE $$", 141],
    ["SIGTERM", "kill -TERM $$", 143],
  ])("%s", async (_, script, code) => {
    const project = await newProject("m3tam3re");
    const result = await probe("m3tam3re", project, `echo out; echo err >&2; ${script}`);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe("out\n");
    expect(result.stderr).toMatch(/^err\n/);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("of the real agent, when it is asked for what it does not know", async () => {
    const { code, stderr } = await wrapper("m3tam3re", await newProject("m3tam3re"), subject.refused.args);
    expect(code).toBe(1);
    expect(stderr).toMatch(subject.refused.says);
  });

  test("a session that systemd cannot start is no success, and says so", async () => {
    const project = await newProject("m3tam3re");
    await as("root", "chmod 000 /opt/probe/bin/probe");
    try {
      const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
      expect(code).toBeGreaterThan(0);
      expect(stdout).toBe("");
      expect(stderr).not.toBe("");
    } finally {
      await as("root", "chmod 755 /opt/probe/bin/probe");
    }
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("a failed unit is not left behind", async () => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "kill -KILL 1; kill -KILL $$");
    expect(await as("root", `systemctl list-units --failed --plain --no-legend '${subject.account}*'`)).toBe(
      "",
    );
  });
});

describeHost("limits", "resource limits and the mask", () => {
  test("a session beyond its time ends, and its end is no success", async () => {
    const project = await newProject("m3tam3re");
    const { code, stdout } = await probe("m3tam3re", project, "echo out; sleep 1000; echo late");
    expect(stdout).toBe("out\n");
    expect(code).not.toBe(0);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("are on the session's unit", async () => {
    const project = await newProject("m3tam3re");
    const running = probe("m3tam3re", project, "touch up; until [ -e seen ]; do sleep 0.05; done; umask");
    const properties = await as(
      "root",
      `until [ -e ${project}/up ]; do sleep 0.05; done
       unit=$(systemctl list-units --plain --no-legend '${subject.account}-*.service' | sed 's/ .*//')
       systemctl show "$unit" -p MemoryMax -p TasksMax -p CPUQuotaPerSecUSec -p RuntimeMaxUSec -p UMask -p Nice | sort; touch ${project}/seen`,
    );
    expect(properties).toBe(
      "CPUQuotaPerSecUSec=1.500000s\nMemoryMax=2147483648\nNice=5\nRuntimeMaxUSec=10s\nTasksMax=200\nUMask=0077",
    );
    expect(await running).toMatchObject({ code: 0, stdout: "0077\n" });
    expect(await as("m3tam3re", `stat -c %a ${project}/up`)).toBe("600");
  });
});
