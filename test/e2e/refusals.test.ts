import { afterEach, expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** What the host lacks is said in one line, before anything of the session runs. */
describeHost("guide", "a host without", () => {
  afterEach(async () => {
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  /** Puts a script over a program of the machine while `body` runs. */
  async function replaced(program: string, script: string, body: () => Promise<void>): Promise<void> {
    await as(
      "root",
      `cat >/srv/fake; chmod 755 /srv/fake; cp /srv/fake /srv/fake-$(basename ${program}); mount --bind /srv/fake-$(basename ${program}) ${program}`,
      {
        stdin: `#!/bin/sh\n${script}\n`,
      },
    );
    try {
      await body();
    } finally {
      await as("root", `umount ${program}`);
    }
  }

  test("systemd 257 is refused with the version that is needed", async () => {
    const project = await newProject("m3tam3re");
    const oldClient = "echo 'Unknown assignment: PrivatePIDs=yes' >&2; exit 1";
    const oldVersion = "echo 'systemd 252 (252.39-1~deb12u1)'";
    await replaced("/usr/bin/systemd-run", oldClient, () =>
      replaced("/usr/bin/systemctl", oldVersion, async () => {
        const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
        expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
        expect(stderr).toMatch(/systemd 252 .*257/);
      }),
    );
  });

  test("the agent's account is refused with the option that names it", async () => {
    const project = await newProject("m3tam3re");
    await as("root", `usermod -l ${subject.account}-away ${subject.account}`);
    try {
      const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
      expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
      expect(stderr).toContain(`${subject.option}.user`);
    } finally {
      await as("root", `usermod -l ${subject.account} ${subject.account}-away`);
    }
  });

  test("a project root of the user's tells the user where one may start", async () => {
    const { code, stderr } = await probe("m3tam3re", "/tmp", "echo started");
    expect(code).toBe(77);
    expect(stderr).toMatch(
      new RegExp(
        String.raw`^${subject.account}: .*m3ta\.${subject.account}\.hostUsers\.m3tam3re\.projectRoots[^\n]*\n$`,
      ),
    );
  });
});
