import { expect, test } from "vitest";
import { secret } from "./lab/host.js";
import { as, command, describeHost, leftoversAfterFiveSeconds, newProject } from "./lab/lab.js";

/** The dry run: what a session started here would see and run, by the same sudo rule. */
describeHost("guide", "pi-explain", () => {
  const host = "/home/m3tam3re/.pi/agent";

  test("shows mounts, settings' layers, environment files and the command, and no value of any", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `echo '{"theme":"value-of-theme","defaultModel":"x"}' >${host}/settings.json`);
    const { code, stdout, stderr } = await command("m3tam3re", ["pi-explain", "a prompt"], { cwd: project });
    await as("m3tam3re", `rm ${host}/settings.json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const shown of [
      /caller +m3tam3re\n/,
      /runs as +pi-agent:pi-agent\n/,
      new RegExp(`read-write +${project}\n`),
      new RegExp(`read-only +${project}/\\.git/hooks\n`),
      /read-write +\/var\/lib\/pi-agent\/users\/m3tam3re\n/,
      /managed +defaultModel\n/,
      /host +theme\n/,
      /file +\/run\/secrets\/pi-agent\.env\n/,
      /systemd-run .*NoNewPrivileges=yes/,
    ]) {
      expect(stdout).toMatch(shown);
    }
    expect(stdout).not.toMatch(/host +defaultModel/);
    for (const hidden of [secret, "value-of-theme", "claude-sonnet", "a prompt"])
      expect(stdout).not.toContain(hidden);
  });

  test("starts, mounts and copies nothing", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `date +%N >${host}/AGENTS.md`);
    const look =
      "find /var/lib/pi-agent -printf '%p %T@ %s\\n' | sort | sha256sum; systemctl show -p NInstalledJobs";
    const before = await as("root", look);
    const { code, stdout } = await command("m3tam3re", ["pi-explain"], { cwd: project });
    expect(code).toBe(0);
    expect(stdout).toContain("changed, would be copied");
    expect(await as("root", look)).toBe(before);
    expect(await leftoversAfterFiveSeconds()).toEqual([]);
    await as("m3tam3re", `rm ${host}/AGENTS.md`);
  });

  test.each([
    ["a path outside the roots", "m3tam3re", "/home/m3tam3re"],
    ["a user who is not listed", "mallory", "/home/mallory"],
  ] as const)("refuses %s as a session would", async (_, user, cwd) => {
    expect(await command(user, ["pi-explain"], { cwd })).toMatchObject({ code: 77, stdout: "" });
  });
});
