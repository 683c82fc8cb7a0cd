import { basename } from "node:path";
import { afterEach, expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Puts a script over a program of the machine while `body` runs; `real` in it is the program itself. */
async function replaced(program: string, script: string, body: () => Promise<void>): Promise<void> {
  const name = basename(program);
  await as(
    "root",
    `cp ${program} /srv/real-${name}; cat >/srv/fake-${name}; chmod 755 /srv/fake-${name} /srv/real-${name}
     mount --bind /srv/fake-${name} ${program}`,
    { stdin: `#!/bin/sh\nreal=/srv/real-${name}\n${script}\n` },
  );
  try {
    await body();
  } finally {
    await as("root", `umount ${program}`);
  }
}

/** What the host lacks is said in one line, before anything of the session runs. */
describeHost("guide", "a host without", () => {
  afterEach(async () => {
    expect(await leftoversInTheEnd()).toEqual([]);
  });

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

/** A session that cannot begin as things stand: what is said, with which status, and that nothing of it stays. */
describeHost("guide", "a session is refused where", () => {
  afterEach(async () => {
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  const { directory } = subject.agent.configuration;
  const refusal = async (cwd: string) => {
    const { code, stdout, stderr } = await probe("m3tam3re", cwd, "echo started");
    expect(stdout).toBe("");
    return { code, said: stderr.trim().split("\n") };
  };
  const line = (text: string) => `${subject.account}: ${text}`;
  /** Of a project without a copy that is current. */
  const changed = async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `date +%N >~/${directory}/changed`);
    return project;
  };

  test("the file system of the project has no id-mapped mounts", async () => {
    const project = await newProject("m3tam3re");
    await as("root", `mount -t ramfs none ${project} && chown m3tam3re: ${project}`);
    try {
      expect(await refusal(project)).toEqual({
        code: 69,
        said: [
          line(
            `the file system of ${project} cannot be id-mapped; set ${subject.option}.projectAccess = "acl"`,
          ),
        ],
      });
    } finally {
      await as("root", `umount ${project}`);
    }
  });

  test("a file of variables is gone", async () => {
    const file = `/run/secrets/${subject.account}.env`;
    const project = await newProject("m3tam3re");
    await as("root", `mv ${file} ${file}.away`);
    try {
      expect(await refusal(project)).toEqual({
        code: 78,
        said: [line(`${subject.option}.environmentFiles: ${file} cannot be read`)],
      });
    } finally {
      await as("root", `mv ${file}.away ${file}`);
    }
  });

  test("another session holds the lock of the configuration for too long", async () => {
    const project = await changed();
    // As flock(1) ends when its time is over.
    await replaced(
      "/usr/bin/flock",
      'case $* in "--wait 60 "*) exit 1 ;; *) exec $real "$@" ;; esac',
      async () => {
        expect(await refusal(project)).toEqual({
          code: 69,
          said: [line("another session of m3tam3re is copying the configuration; try again")],
        });
      },
    );
    expect((await probe("m3tam3re", project, "echo started")).stdout).toBe("started\n");
  });

  test("the configuration is another by the time it is read, and the copy stays as it was", async () => {
    const project = await changed();
    const copy = () =>
      as(
        "root",
        `find / -xdev -path '*/m3tam3re*/current' -type l -exec readlink -f {} + 2>/dev/null | sort`,
      );
    const before = await copy();
    expect(before).toContain("m3tam3re");
    // One file less than was counted.
    const script = 'case $* in *--create*) head -z -n -1 | $real "$@" ;; *) exec $real "$@" ;; esac';
    await replaced("/usr/bin/tar", script, async () => {
      expect(await refusal(project)).toEqual({
        code: 69,
        said: [
          line("the configuration changed while it was read; try again"),
          line("copying the configuration of m3tam3re failed and the copy is as before; try again"),
        ],
      });
    });
    expect(await copy()).toBe(before);
    expect((await probe("m3tam3re", project, "echo started")).stdout).toBe("started\n");
  });
});

describeHost("acl", "by ACL, a session is refused where", () => {
  test("the project cannot be mounted", async () => {
    const project = await newProject("m3tam3re");
    const script = 'case $* in *X-mount.mkdir*/project*) exit 32 ;; *) exec $real "$@" ;; esac';
    await replaced("/usr/bin/mount", script, async () => {
      const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
      expect({ code, stdout, stderr }).toEqual({
        code: 69,
        stdout: "",
        stderr: `${subject.account}: ${project} cannot be mounted; try again\n`,
      });
    });
  });
});
